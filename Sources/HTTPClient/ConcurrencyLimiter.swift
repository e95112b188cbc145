import Synchronization

/// Lets a bounded number of callers in at a time; the others wait in the order they came.
package final class ConcurrencyLimiter: Sendable {
    private struct State {
        var free: Int
        var arrivals: UInt64 = 0
        var line = WaitingLine<CheckedContinuation<Bool, Never>>()

        mutating func takePlace() -> Bool {
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    private let state: Mutex<State>

    /// Creates a limiter with `limit` places; at least 1.
    package init(limit: Int) { state = Mutex(State(free: max(1, limit))) }

    /// Waits for a place. False when the task was cancelled first: then there is no place to give back.
    package func enter() async -> Bool {
        guard !Task.isCancelled else { return false }
        let number = state.withLock { state -> UInt64? in
            if state.takePlace() { return nil }
            state.arrivals += 1
            return state.arrivals
        }
        guard let number else { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(number, $0) }
        } onCancel: {
            cancel(number)
        }
    }

    /// Gives a place back: to the one who has waited longest, when somebody waits.
    package func leave() {
        let next = state.withLock { state in
            let next = state.line.removeFirst()
            if next == nil { state.free += 1 }
            return next
        }
        next?.resume(returning: true)
    }

    private func wait(_ number: UInt64, _ continuation: CheckedContinuation<Bool, Never>) {
        let isIn = state.withLock { state in
            if state.takePlace() { return true }
            state.line.join(number, continuation)
            return false
        }
        if isIn { continuation.resume(returning: true) }
        // The cancel handler may have run before there was anybody in the line to send away.
        if !isIn, Task.isCancelled { cancel(number) }
    }

    private func cancel(_ number: UInt64) {
        state.withLock { $0.line.remove(number) }?.resume(returning: false)
    }
}
