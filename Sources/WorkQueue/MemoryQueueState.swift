import DequeModule
import Timing

/// What a `MemoryQueue` knows, and the rules by which jobs move. Every method is called under the queue's lock and
/// returns what is to be done once the lock is released.
///
/// A job is in one place at a time: `fresh` → `running` → gone, or back through `delayed` and `returned`, or `dead`.
/// A worker waits in `waiters` only while nothing is ready, so that a job which becomes ready goes to one worker.
struct MemoryQueueState {
    /// A worker that waits for a job.
    struct Waiter {
        var id: UInt64
        var continuation: CheckedContinuation<LeasedJob?, Never>
    }

    /// A job that goes to a worker who waits for it.
    struct Handover {
        var waiter: Waiter
        var loan: Loan
    }

    /// A job lent out, after how long a wait.
    struct Loan {
        var lease: LeasedJob
        var waited: Duration
    }

    /// What to do outside the lock. Arrays throughout, since empty ones cost nothing to pass on.
    struct Effects {
        var handovers: [Handover] = []
        var dismissed: [Waiter] = []
        var wakesTimer = false
        var died: [DeadLetter] = []
        var forgotten: [DeadLetter] = []
    }

    /// A job on loan.
    struct Running {
        var job: Job
        /// Whether it was lent while draining: then this try is its last in this process.
        var isParting: Bool
    }

    enum Phase {
        case open, draining, closed
    }

    /// A job that was running when the drain began waits no longer than this for its one more try.
    static let longestDelayWhileDraining = Duration.seconds(1)
    /// The longest snooze; keeps the sum with the present time in range.
    static let longestSnooze = Duration.seconds(30 * 86_400)

    let configuration: MemoryQueueConfiguration
    var phase = Phase.open
    var fresh = JobLane()
    var returned = JobLane()
    var delayed = DelayedJobs()
    var running: [UInt64: Running] = [:]
    /// Jobs that failed for now while draining; nobody gets them any more.
    var leftOver: [Job] = []
    var dead: DeadLetterBox
    var waiters: Deque<Waiter> = []
    var bytes = 0
    var meter = DrainRateMeter()
    var generator: any RandomNumberGenerator & Sendable
    /// When the timer task will look again by itself; nil while it waits for a signal only.
    var timerDeadline: Timestamp?
    private var lastReceipt: UInt64 = 0
    private var prefersReturned = true

    init(_ configuration: MemoryQueueConfiguration, generator: any RandomNumberGenerator & Sendable) {
        self.configuration = configuration
        self.generator = generator
        dead = DeadLetterBox(
            limit: configuration.deadLetterLimit, maximumBytes: configuration.deadLetterMaximumBytes)
    }

    /// Jobs that count against the capacity.
    var occupied: Int { pending + leftOver.count }

    /// Jobs that are still to be worked on.
    private var pending: Int { fresh.count + returned.count + delayed.count + running.count }

    /// Lends the next ready job; nil when none is ready.
    ///
    /// Jobs that came back take turns with fresh ones: behind a long line they would wait far longer than their delay,
    /// and always first they could keep fresh jobs out.
    mutating func lend(at now: Timestamp) -> Loan? {
        let takesReturned = !returned.isEmpty && (prefersReturned || fresh.isEmpty)
        guard let ready = takesReturned ? returned.popFirst() : fresh.popFirst() else { return nil }
        prefersReturned = !takesReturned
        var job = ready.job
        job.attempt += 1
        lastReceipt += 1
        running[lastReceipt] = Running(job: job, isParting: phase == .draining)
        let lease = LeasedJob(
            job: job, receipt: lastReceipt, isLastAttempt: configuration.retryPolicy.isLast(attempt: job.attempt))
        return Loan(lease: lease, waited: max(.zero, now - ready.readyAt))
    }

    /// Whether no job will become ready any more.
    var isFinished: Bool {
        phase == .closed || (phase == .draining && pending == 0)
    }

    /// Gives ready jobs to waiting workers, one each, and sends the workers home when nothing will come any more.
    mutating func serveWaiters(at now: Timestamp, _ effects: inout Effects) {
        if phase != .closed {
            while !waiters.isEmpty, let loan = lend(at: now), let waiter = waiters.popFirst() {
                effects.handovers.append(Handover(waiter: waiter, loan: loan))
            }
        }
        if isFinished, !waiters.isEmpty {
            effects.dismissed = Array(waiters)
            waiters = []
        }
    }

    /// Puts a job back that may run again after `delay`, and returns when that is.
    mutating func putBack(_ job: Job, after delay: Duration, at now: Timestamp, _ effects: inout Effects) -> Timestamp {
        let delay = phase == .draining ? min(delay, Self.longestDelayWhileDraining) : delay
        guard delay > .zero else {
            returned.append(job, readyAt: now)
            return now
        }
        let deadline = now + delay
        delayed.insert(job, deadline: deadline)
        effects.wakesTimer = timerDeadline.map { deadline < $0 } ?? true
        return deadline
    }

    /// Takes a job that left the queue off the books.
    mutating func strike(_ job: Job, at now: Timestamp) {
        bytes -= job.payload.count
        meter.record(at: now)
    }

    /// Turns a job into a dead letter.
    mutating func bury(_ job: Job, reason: String, at now: Timestamp, _ effects: inout Effects) -> Settlement {
        strike(job, at: now)
        let letter = DeadLetter(job: job, reason: reason, diedAt: now)
        effects.died = [letter]
        effects.forgotten = dead.add(letter)
        return .dead
    }
}
