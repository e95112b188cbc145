import Synchronization
import Timing

/// Carries the wish to stop from signal handlers to the service: once to drain, twice to stop at once.
final class StopSignal: Sendable {
    private struct Waiter {
        var id: UInt64
        var level: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var raised = 0
        var lastID: UInt64 = 0
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    /// Raises the wish by one level.
    func raise() { raise(by: 1) }

    /// Raises the wish to its end: whatever is being done is to be cut off.
    func raiseAtOnce() { raise(by: 2) }

    private func raise(by levels: Int) {
        let ready = state.withLock { state -> [Waiter] in
            state.raised += levels
            let ready = state.waiters.filter { $0.level <= state.raised }
            state.waiters.removeAll { $0.level <= state.raised }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
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

    /// Waits for `work` to end whatever is wished; false when `limit` of real time passed first.
    func outlast(_ work: Task<Void, Never>, atMost limit: Duration) async -> Bool {
        await firstOf({ await work.value }, { try? await SystemClock().sleep(for: limit) }) == 0
    }

    /// Returns when the level is reached or the task is cancelled.
    private func wait(for level: Int) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { enter(Waiter(id: id, level: level, continuation: $0)) }
        } onCancel: {
            dismiss(id)
        }
    }

    private func enter(_ waiter: Waiter) {
        let returnsNow = state.withLock { state -> Bool in
            // The cancel handler looks under this lock after the flag was set: it finds the waiter, or the flag is seen.
            if state.raised >= waiter.level || Task.isCancelled { return true }
            state.waiters.append(waiter)
            return false
        }
        if returnsNow { waiter.continuation.resume() }
    }

    private func dismiss(_ id: UInt64) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume()
    }

    /// Runs the bodies side by side and returns the place of the first to end. The others are cancelled and left to
    /// end by themselves.
    private func firstOf(_ bodies: (@Sendable () async -> Void)...) async -> Int {
        let (stream, continuation) = AsyncStream<Int>.makeStream()
        // The caller may be cancelled itself, and a stream then ends at once; the answer must come from a body.
        let first = Task {
            var iterator = stream.makeAsyncIterator()
            return await iterator.next() ?? 0
        }
        let tasks = bodies.enumerated().map { index, body in
            Task {
                await body()
                continuation.yield(index)
            }
        }
        defer { for task in tasks { task.cancel() } }
        return await first.value
    }
}
