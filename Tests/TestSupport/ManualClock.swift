import Synchronization
package import Timing

/// A clock that stands still until a test moves it.
package final class ManualClock: TimeSource {
    private struct Sleeper {
        var id: UInt64
        var deadline: Timestamp
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        var count: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Timestamp
        var nextID: UInt64 = 0
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []
        var slept: [Duration] = []
    }

    private let state: Mutex<State>
    private let advancesWhenSlept: Bool

    /// Creates a clock that shows `now`.
    ///
    /// With `advancesWhenSlept` every sleep moves the clock to its deadline and returns at once.
    package init(now: Timestamp = Timestamp(seconds: 1_795_251_600), advancesWhenSlept: Bool = false) {
        state = Mutex(State(now: now))
        self.advancesWhenSlept = advancesWhenSlept
    }

    package func now() -> Timestamp { state.withLock { $0.now } }

    /// Every wait that was asked for so far, in order, measured at the time of asking.
    package var slept: [Duration] { state.withLock { $0.slept } }

    /// Tasks that sleep right now.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves the clock and wakes whoever's deadline has come: earliest deadline first, then in order of arrival.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now + duration
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }.sorted {
                ($0.deadline, $0.id) < ($1.deadline, $1.id)
            }
            state.sleepers.removeAll { $0.deadline <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Suspends until at least `count` tasks sleep.
    package func waitForSleepers(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append(Watcher(count: count, continuation: continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    package func sleep(until deadline: Timestamp) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            state.slept.append(deadline - state.now)
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { enter(id, deadline, $0) }
        } onCancel: {
            cancel(id)
        }
    }

    private func enter(_ id: UInt64, _ deadline: Timestamp, _ continuation: CheckedContinuation<Void, any Error>) {
        let isCancelled = Task.isCancelled
        let (returnsNow, woken) = state.withLock { state -> (Bool, [Watcher]) in
            if advancesWhenSlept, !isCancelled { state.now = max(state.now, deadline) }
            if isCancelled || deadline <= state.now { return (true, []) }
            state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
            let count = state.sleepers.count
            let woken = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return (false, woken)
        }
        if returnsNow {
            if isCancelled { continuation.resume(throwing: CancellationError()) } else { continuation.resume() }
            return
        }
        for watcher in woken { watcher.continuation.resume() }
        // The handler may have run between the look at the flag and the entry into the list.
        if Task.isCancelled { cancel(id) }
    }

    private func cancel(_ id: UInt64) {
        let sleeper = state.withLock { state in
            state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
