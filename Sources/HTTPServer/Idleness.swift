import Synchronization

/// Counts the requests in flight, and tells whoever waits for it that there are none.
final class Idleness: Sendable {
    private struct State {
        var waiters: [CheckedContinuation<Void, Never>] = []
        var isOver = false
    }

    private let inFlight = Atomic(0)
    /// Saves the requests the lock while nobody waits.
    private let isAwaited = Atomic(false)
    private let state = Mutex(State())

    /// The requests in flight now.
    var count: Int { inFlight.load(ordering: .relaxed) }

    /// Counts a request that begins.
    func begin() { inFlight.add(1, ordering: .relaxed) }

    /// Counts a request that has ended.
    func end() {
        // One order for both atomics on all threads: a waiter sees the count at zero, or this sees the waiter.
        let left = inFlight.subtract(1, ordering: .sequentiallyConsistent).newValue
        if left == 0, isAwaited.load(ordering: .sequentiallyConsistent) { release() }
    }

    /// Suspends until no request is in flight, or `close` is called.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiters.append(continuation) }
                return state.isOver
            }
            if isOver { return continuation.resume() }
            isAwaited.store(true, ordering: .sequentiallyConsistent)
            if inFlight.load(ordering: .sequentiallyConsistent) == 0 { release() }
        }
    }

    /// Lets everybody go, now and later.
    func close() {
        state.withLock { $0.isOver = true }
        release()
    }

    private func release() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
