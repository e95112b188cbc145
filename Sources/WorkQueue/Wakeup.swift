import Synchronization

/// Wakes one waiting task, and remembers one signal for a task that is about to wait.
final class Wakeup: Sendable {
    private enum State {
        case idle
        case signalled
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)

    init() {}

    /// Wakes the waiting task, or lets the next `wait` return at once. Several signals before a wait count as one.
    func signal() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let waiter) = state else {
                state = .signalled
                return nil
            }
            state = .idle
            return waiter
        }
        waiter?.resume()
    }

    /// Suspends until a signal comes or the task is cancelled. One task may wait at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { enter($0) }
        } onCancel: {
            cancel()
        }
    }

    private func enter(_ waiter: CheckedContinuation<Void, Never>) {
        let returnsNow = state.withLock { state in
            if case .signalled = state {
                state = .idle
                return true
            }
            // The cancel handler may have run already; it looks under this lock, after the flag was set, so that either
            // it finds the waiter or the flag is seen here.
            if Task.isCancelled { return true }
            state = .waiting(waiter)
            return false
        }
        if returnsNow { waiter.resume() }
    }

    private func cancel() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let waiter) = state else { return nil }
            state = .idle
            return waiter
        }
        waiter?.resume()
    }
}
