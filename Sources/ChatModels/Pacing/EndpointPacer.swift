import Synchronization
package import Timing

/// Lets calls to one endpoint go at a pace it can keep up with; all models and judges that go there share it.
///
/// A call takes a place for each attempt and gives it back with how the attempt ended. From that the pacer learns how many
/// calls the endpoint takes at a time (`AdaptiveLimit`), when nobody is to call (`RateLimitHeaders`), and when the endpoint
/// is away (`CircuitBreaker`). Places go to whoever arrived first; a retry keeps its place in that order. Waiting costs
/// nothing until something changes.
package final class EndpointPacer: Sendable {
    private let state: Mutex<PacerState>
    private let time: any TimeSource

    /// Creates a pacer that knows nothing of its endpoint yet.
    package init(_ limits: PacingLimits, time: any TimeSource) {
        state = Mutex(PacerState(limits, now: time.now()))
        self.time = time
    }

    /// How the endpoint is doing.
    package var snapshot: PacerSnapshot {
        let now = time.now()
        return state.withLock { PacerSnapshot($0, now: now) }
    }

    /// Waits for a place for the next attempt of `call`, until its deadline at most; give it back with `leave`.
    ///
    /// - Throws: at once when the wait would end too late or the endpoint is away, and when the task is cancelled; there
    ///   is then no place to give back.
    func enter(_ call: inout PacedCall) async throws(PacingRefusal) -> PacerPlace {
        guard !Task.isCancelled else { throw .cancelled }
        let start = time.now()
        call.waited = .zero
        var now = start
        while true {
            if let place = try await tryEntering(&call, now) {
                call.isPaidFor = false
                return place
            }
            now = time.now()
            call.waited = now - start
        }
    }

    /// Gives a place back and tells how the attempt ended. Whoever may go now is woken.
    func leave(_ place: PacerPlace, _ end: AttemptEnd) {
        let now = time.now()
        wake(state.withLock { $0.leave(place, end, now: now) })
    }

    /// Whether one more retry is within the budget of all calls to the endpoint.
    func takeRetry() -> Bool {
        let now = time.now()
        return state.withLock { $0.takeRetry(now) }
    }

    /// Takes other limits from now on; what was learned of the endpoint stays.
    func set(_ limits: PacingLimits) {
        let now = time.now()
        wake(state.withLock { $0.set(limits, now: now) })
    }

    /// Returns a place, or nil when a wait is over and the call is to ask again.
    private func tryEntering(_ call: inout PacedCall, _ now: Timestamp) async throws(PacingRefusal) -> PacerPlace? {
        switch state.withLock({ $0.enter(&call, now: now) }) {
        case .go(let place): return place
        case .refused(let refusal): throw refusal
        case .sleep(let until):
            do {
                try await time.sleep(until: until)
                return nil
            } catch {
                state.withLock { $0.giveBack(call) }
                throw .cancelled
            }
        case .queue(let outlastsOthers):
            let told = outlastsOthers ? await queueInTime(call) : await queue(call)
            switch told {
            case .go(let place): return place
            case .askAgain: return nil
            case .refused(let refusal): throw refusal
            }
        }
    }

    private func queue(_ call: PacedCall) async -> PacerState.Call {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = time.now()
                let told = state.withLock { $0.join(.init(call: call, continuation: continuation), now: now) }
                if let told { continuation.resume(returning: told) }
                // The cancel handler may have run before there was anybody in the line to send away.
                if told == nil, Task.isCancelled { quit(call.number, .cancelled) }
            }
        } onCancel: {
            quit(call.number, .cancelled)
        }
    }

    /// Waits in the line with a timer. Most need none: the calls under way end before them, and then those whose time is
    /// over are sent away.
    private func queueInTime(_ call: PacedCall) async -> PacerState.Call {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                guard (try? await time.sleep(until: call.deadline)) != nil else { return }
                quit(call.number, .noPlace)
            }
            defer { group.cancelAll() }
            return await queue(call)
        }
    }

    private func quit(_ number: UInt64, _ refusal: PacingRefusal) {
        state.withLock { $0.quit(number) }?.continuation.resume(returning: .refused(refusal))
    }

    private func wake(_ woken: [PacerState.Wake]) {
        for (waiter, call) in woken { waiter.continuation.resume(returning: call) }
    }
}
