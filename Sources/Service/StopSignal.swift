import Synchronization
import Timing

/// Carries the wish to stop from signal handlers to the service: once to drain, twice to stop at once.
final class StopSignal: Sendable {
    private struct State {
        var raised = 0
        var waiters: [(level: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Raises the wish by one level.
    func raise() {
        let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.raised += 1
            let ready = state.waiters.filter { $0.level <= state.raised }.map(\.continuation)
            state.waiters.removeAll { $0.level <= state.raised }
            return ready
        }
        for waiter in ready { waiter.resume() }
    }

    /// Waits for the first call.
    func waitForDrain() async { await wait(for: 1) }

    /// Waits for the second call, but no longer than `limit`.
    func waitForHaste(atMost limit: Duration, _ clock: any TimeSource) async {
        guard limit > .zero else { return }
        _ = await firstOf({ try? await clock.sleep(for: limit) }, { await self.wait(for: 2) })
    }

    /// Waits for `work` to end; false when `limit` passed or the second call came first.
    func race(_ work: Task<Void, Never>, atMost limit: Duration, _ clock: any TimeSource) async -> Bool {
        await firstOf(
            { await work.value }, { try? await clock.sleep(for: limit) }, { await self.wait(for: 2) }) == 0
    }

    private func wait(for level: Int) async {
        await withCheckedContinuation { continuation in
            let isRaised = state.withLock { state -> Bool in
                guard state.raised < level else { return true }
                state.waiters.append((level, continuation))
                return false
            }
            if isRaised { continuation.resume() }
        }
    }

    /// Runs the bodies side by side and returns the place of the first to end. The others are left to end by
    /// themselves: a wait for a signal that never comes costs nothing.
    private func firstOf(_ bodies: (@Sendable () async -> Void)...) async -> Int {
        let (stream, continuation) = AsyncStream<Int>.makeStream()
        let tasks = bodies.enumerated().map { index, body in
            Task {
                await body()
                continuation.yield(index)
            }
        }
        var iterator = stream.makeAsyncIterator()
        let first = await iterator.next() ?? 0
        for task in tasks { task.cancel() }
        return first
    }
}
