import Synchronization

/// The pools of a service, so that all of them can be stopped: those in use, and those whose processes are still ending.
package final class ProcessPools: Sendable {
    private struct State {
        var inboxes: [PoolInbox] = []
        var isStopped = false
    }

    private let state = Mutex(State())

    /// Creates a set without pools.
    package init() {}

    /// Creates a pool, which lives as long as somebody holds it. After `stop` it is a stopped one.
    package func make(_ configuration: ProcessPoolConfiguration) -> ProcessPool {
        let pool = ProcessPool(configuration)
        let isStopped = state.withLock { state in
            state.inboxes.removeAll(where: \.isEnded)
            state.inboxes.append(pool.inbox)
            return state.isStopped
        }
        if isStopped { pool.inbox.stop() }
        return pool
    }

    /// Stops every pool and returns when all processes are gone.
    package func stop() async {
        let inboxes = state.withLock { state in
            state.isStopped = true
            return state.inboxes
        }
        for inbox in inboxes { inbox.stop() }
        for inbox in inboxes { await inbox.waitUntilEnded() }
    }
}
