import Synchronization

/// Lets callers that want the same thing at the same time share one fetch.
final class SharedFetch<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, LangfuseError>

    private struct State {
        var isFetching = false
        var waiting: [CheckedContinuation<Outcome?, Never>] = []
    }

    private let state = Mutex(State())

    /// Runs `fetch`, or waits for the one under way and returns what it brought. When the caller that runs it is
    /// cancelled, one of those that wait runs it again.
    func value(_ fetch: () async throws(LangfuseError) -> Value) async throws(LangfuseError) -> Value {
        while true {
            let shared = await withCheckedContinuation { (continuation: CheckedContinuation<Outcome?, Never>) in
                let leads = state.withLock { state in
                    guard state.isFetching else {
                        state.isFetching = true
                        return true
                    }
                    state.waiting.append(continuation)
                    return false
                }
                if leads { continuation.resume(returning: nil) }
            }
            switch shared {
            case nil: return try await lead(fetch).get()
            case .failure(let error)? where error.code == .cancelled && !Task.isCancelled: continue
            case let outcome?: return try outcome.get()
            }
        }
    }

    private func lead(_ fetch: () async throws(LangfuseError) -> Value) async -> Outcome {
        let outcome: Outcome
        do throws(LangfuseError) {
            outcome = .success(try await fetch())
        } catch {
            outcome = .failure(error)
        }
        let waiting = state.withLock { state in
            state.isFetching = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
        return outcome
    }
}
