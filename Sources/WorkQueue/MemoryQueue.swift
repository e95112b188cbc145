import Synchronization
package import Timing

/// Keeps jobs in memory: what it holds is lost when the process ends.
///
/// Bounded in count and in payload bytes; waiting, delayed and running jobs all count. Fresh jobs are leased first in,
/// first out, in turn with jobs whose delay has passed. A job lent out stays lent until it is settled: a worker always
/// settles, whatever happens to it. `run` must be running for delays to pass.
package final class MemoryQueue: JobQueue {
    private let clock: any TimeSource
    private let observer: (any JobQueueObserver)?
    private let state: Mutex<MemoryQueueState>
    private let lastWaiter = Atomic<UInt64>(0)
    private let timer = Wakeup()

    /// Creates an empty queue. `generator` draws the jitter of the backoff.
    package init(
        _ configuration: MemoryQueueConfiguration = MemoryQueueConfiguration(),
        clock: any TimeSource,
        observer: (any JobQueueObserver)? = nil,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.clock = clock
        self.observer = observer
        state = Mutex(MemoryQueueState(configuration, generator: generator))
    }

    package func enqueue(_ jobs: [Job], completion: @escaping @Sendable ([EnqueueResult]) -> Void) {
        let now = clock.now()
        let (results, bytes, effects) = state.withLock { $0.admit(jobs, at: now) }
        if let observer {
            let refused = results.firstIndex { $0 != .accepted }
            let taken = refused ?? results.count
            if taken > 0 { observer.enqueued(count: taken, bytes: bytes) }
            if let refused { observer.refused(count: results.count - refused, result: results[refused]) }
        }
        if let effects { perform(effects) }
        completion(results)
    }

    /// Waits for a job and lends it out; workers that wait are served in the order in which they came.
    ///
    /// Returns nil once the queue is drained or closed, or the task is cancelled. A task cancelled just as a job was
    /// handed to it gets the job.
    package func lease() async -> LeasedJob? {
        if Task.isCancelled { return nil }
        let now = clock.now()
        switch state.withLock({ Self.next(&$0, at: now) }) {
        case .loan(let loan): return lend(loan)
        case .finished: return nil
        case .nothing: break
        }
        let id = lastWaiter.wrappingAdd(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(MemoryQueueState.Waiter(id: id, continuation: $0)) }
        } onCancel: {
            dismiss(id)
        }
    }

    @discardableResult
    package func settle(_ lease: LeasedJob, _ outcome: JobOutcome) async -> Settlement {
        let now = clock.now()
        guard let settled = state.withLock({ $0.settle(lease.receipt, outcome, at: now) }) else { return .stale }
        observer?.settled(settled.job, outcome)
        if let effects = settled.effects { perform(effects) }
        return settled.settlement
    }

    /// Refuses new jobs from now on; `lease` goes on until every job has had one more try.
    ///
    /// Jobs delayed now become ready at once. One that is running now and put back waits a second at most; one put back
    /// after its try is left over.
    package func drain() {
        let now = clock.now()
        perform(state.withLock { $0.drain(at: now) })
    }

    package func close() {
        let now = clock.now()
        perform(state.withLock { $0.close(at: now) })
    }

    package func snapshot() -> QueueSnapshot {
        let now = clock.now()
        return state.withLock { $0.snapshot(at: now) }
    }

    package func deadLetters(limit: Int) -> [DeadLetter] {
        state.withLock { $0.dead.newest(limit) }
    }

    package func retryDeadLetter(id: String, origin: String? = nil) async -> RevivalResult {
        let now = clock.now()
        let (result, effects) = state.withLock { $0.revive(id, origin, at: now) }
        if case .revived(let job) = result { observer?.enqueued(count: 1, bytes: job.payload.count) }
        perform(effects)
        return result
    }

    /// Makes delayed jobs ready when their time has come, until cancelled. Sleeps without a timer while none is delayed.
    package func run() async {
        while !Task.isCancelled {
            let now = clock.now()
            let (effects, next) = state.withLock { $0.releaseDue(at: now) }
            perform(effects)
            if let next { await sleep(until: next) } else { await timer.wait() }
        }
    }

    /// Returns at `deadline`, or earlier when a job with an earlier one was put back.
    private func sleep(until deadline: Timestamp) async {
        let (clock, timer) = (clock, timer)
        await withTaskGroup(of: Void.self) { group in
            // A sleep that ends early by cancellation is no failure: the caller looks at what is due anyway.
            group.addTask { try? await clock.sleep(until: deadline) }
            group.addTask { await timer.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}

extension MemoryQueue {
    /// What there is for a worker who asks.
    private enum Next {
        case loan(MemoryQueueState.Loan)
        case finished
        case nothing
    }

    private static func next(_ state: inout MemoryQueueState, at now: Timestamp) -> Next {
        if state.isFinished { return .finished }
        return state.lend(at: now).map { .loan($0) } ?? .nothing
    }

    /// Enters a worker into the line, unless there is something for it by now.
    private func wait(_ waiter: MemoryQueueState.Waiter) {
        let now = clock.now()
        let next = state.withLock { state -> Next in
            // The cancel handler may have run already. It looks under this lock after the flag was set: either it finds
            // the waiter, or the flag is seen here.
            if Task.isCancelled { return .finished }
            let next = Self.next(&state, at: now)
            if case .nothing = next { state.waiters.append(waiter) }
            return next
        }
        switch next {
        case .loan(let loan): waiter.continuation.resume(returning: lend(loan))
        case .finished: waiter.continuation.resume(returning: nil)
        case .nothing: break
        }
    }

    /// Workers in line now.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Jobs for which the line of fresh ones holds room.
    var heldRoom: Int { state.withLock { $0.fresh.peak } }

    /// Takes a cancelled worker out of the line.
    private func dismiss(_ id: UInt64) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: nil)
    }

    private func lend(_ loan: MemoryQueueState.Loan) -> LeasedJob {
        observer?.leased(loan.lease.job, waited: loan.waited)
        return loan.lease
    }

    private func perform(_ effects: MemoryQueueState.Effects) {
        if let observer {
            for letter in effects.died { observer.deadLettered(letter) }
            for letter in effects.forgotten { observer.forgot(letter) }
        }
        for handover in effects.handovers {
            handover.waiter.continuation.resume(returning: lend(handover.loan))
        }
        for waiter in effects.dismissed { waiter.continuation.resume(returning: nil) }
        if effects.wakesTimer { timer.signal() }
    }
}
