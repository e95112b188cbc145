import Synchronization

/// Lets callers that want the same thing at the same time share one fetch. Fetches of different things run side by side
/// and know nothing of each other's errors.
final class SharedFetch<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, LangfuseError>
    private typealias Waiting = [CheckedContinuation<Outcome?, Never>]

    /// Who waits for each fetch under way.
    private let underWay = Mutex<[Key: Waiting]>([:])

    /// Runs `fetch`, or waits for the one of `key` that is under way and returns what it brought. When the caller that
    /// runs it is cancelled, one of those that wait runs it again.
    func value(
        of key: Key, _ fetch: () async throws(LangfuseError) -> Value
    ) async throws(LangfuseError) -> Value {
        while true {
            let shared = await withCheckedContinuation { (continuation: CheckedContinuation<Outcome?, Never>) in
                let leads = underWay.withLock { underWay in
                    if underWay[key]?.append(continuation) != nil { return false }
                    underWay[key] = []
                    return true
                }
                if leads { continuation.resume(returning: nil) }
            }
            switch shared {
            case nil: return try await lead(key, fetch).get()
            case .failure(let error)? where error.code == .cancelled && !Task.isCancelled: continue
            case let outcome?: return try outcome.get()
            }
        }
    }

    private func lead(_ key: Key, _ fetch: () async throws(LangfuseError) -> Value) async -> Outcome {
        let outcome: Outcome
        do throws(LangfuseError) {
            outcome = .success(try await fetch())
        } catch {
            outcome = .failure(error)
        }
        let waiting = underWay.withLock { $0.removeValue(forKey: key) } ?? []
        for continuation in waiting { continuation.resume(returning: outcome) }
        return outcome
    }
}
