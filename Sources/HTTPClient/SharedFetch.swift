import Synchronization

/// Lets callers that want the same thing at the same time share one fetch. Fetches of different things run side by side
/// and know nothing of each other's errors.
package final class SharedFetch<Key: Hashable & Sendable, Value: Sendable, Failure: Error>: Sendable {
    private typealias Outcome = Result<Value, Failure>

    private struct Waiter {
        var id: UInt64
        var continuation: CheckedContinuation<Outcome?, Never>
    }

    private struct State {
        /// Who waits for each fetch under way.
        var underWay: [Key: [Waiter]] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())
    private let cancelled: Failure
    private let isCancelled: @Sendable (Failure) -> Bool

    /// Creates fetches of nothing yet. `cancelled` is what a caller gets that is cancelled while it waits; `isCancelled`
    /// tells whether a fetch failed because the caller that ran it was cancelled.
    package init(cancelled: Failure, isCancelled: @escaping @Sendable (Failure) -> Bool) {
        self.cancelled = cancelled
        self.isCancelled = isCancelled
    }

    /// How many callers wait for the fetch of `key` that another one runs.
    package func waiting(for key: Key) -> Int { state.withLock { $0.underWay[key]?.count ?? 0 } }

    /// Runs `fetch`, or waits for the one of `key` that is under way and returns what it brought. When the caller that
    /// runs it is cancelled, one of those that wait runs it again.
    ///
    /// - Throws: what `fetch` throws; the error for it at once when a caller that waits is cancelled itself.
    package func value(
        of key: Key, _ fetch: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        while true {
            switch await join(key) {
            case nil: return try await lead(key, fetch).get()
            case .failure(let error)? where isCancelled(error) && !Task.isCancelled: continue
            case let outcome?: return try outcome.get()
            }
        }
    }

    /// Waits for the fetch under way; nil when there is none, and the caller is to run it.
    private func join(_ key: Key) async -> Outcome? {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { enter(Waiter(id: id, continuation: $0), key) }
        } onCancel: {
            dismiss(id, key)
        }
    }

    private func enter(_ waiter: Waiter, _ key: Key) {
        let answer = state.withLock { state -> Outcome?? in
            guard state.underWay[key] != nil else {
                state.underWay[key] = []
                return .some(nil)
            }
            // The cancel handler looks under this lock after the flag was set: it finds the waiter, or the flag is seen.
            if Task.isCancelled { return .some(.failure(cancelled)) }
            state.underWay[key]?.append(waiter)
            return .none
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func dismiss(_ id: UInt64, _ key: Key) {
        let waiter = state.withLock { state in
            state.underWay[key]?.firstIndex { $0.id == id }.flatMap { state.underWay[key]?.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: .failure(cancelled))
    }

    private func lead(_ key: Key, _ fetch: () async throws(Failure) -> Value) async -> Outcome {
        let outcome: Outcome
        do throws(Failure) {
            outcome = .success(try await fetch())
        } catch {
            outcome = .failure(error)
        }
        let waiting = state.withLock { $0.underWay.removeValue(forKey: key) } ?? []
        for waiter in waiting { waiter.continuation.resume(returning: outcome) }
        return outcome
    }
}
