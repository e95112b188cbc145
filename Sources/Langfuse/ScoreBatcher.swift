import Evaluation
import Synchronization
import Timing

/// Puts the scores of concurrent writers together to batches: while requests are under way the next batch gathers.
///
/// There is no task of its own. A writer that finds a free slot leads: it takes what has gathered, sends it, tells the
/// others what became of their scores, and wakes the next leader. Cancelling a leader costs the others nothing: their
/// scores go back to the front.
final class ScoreBatcher: Sendable {
    /// How the next batch is sent.
    struct Plan: Sendable, Equatable {
        var mode: ScoreWriteMode
        var maximumItems: Int
        var maximumBytes: Int
        /// Until when sending is tried.
        var deadline: Timestamp
    }

    /// Decides how the next batch is sent; may wait for the end of a break.
    typealias Planner = @Sendable () async -> Plan
    /// Sends a batch and says for each score what became of it.
    typealias Send = @Sendable ([OutgoingScore], Plan) async -> [ScoreWriteOutcome]

    private let queue: Mutex<BatchQueue>
    private let time: any TimeSource
    private let linger: Duration
    private let observer: any LangfuseObserver
    private let plan: Planner
    private let send: Send

    init(
        limits: LangfuseConfiguration.Batching, time: any TimeSource, observer: any LangfuseObserver,
        plan: @escaping Planner, send: @escaping Send
    ) {
        queue = Mutex(BatchQueue(maximumLeaders: limits.maximumInFlight, maximumBytes: limits.maximumPendingBytes))
        linger = limits.linger
        self.time = time
        self.observer = observer
        self.plan = plan
        self.send = send
    }

    /// How many scores wait for the next batch.
    var pendingCount: Int { queue.withLock { $0.pendingCount } }

    /// Sends `scores`, together with whatever else is there, and says for each what became of it, in order.
    func submit(_ scores: [OutgoingScore]) async -> [ScoreWriteOutcome] {
        guard !scores.isEmpty else { return [] }
        guard let ticket = enrol(scores) else {
            let reason = "too many scores wait to be sent to Langfuse"
            return Array(repeating: .unavailable(reason, retryAfter: .seconds(1)), count: scores.count)
        }
        while true {
            switch await turn(ticket) {
            case .done(let outcomes): return outcomes
            case .lead: await lead(ticket)
            }
        }
    }

    private func enrol(_ scores: [OutgoingScore]) -> BatchQueue.Ticket? {
        let (ticket, pending) = queue.withLock { queue in (queue.enrol(scores), queue.pendingCount) }
        observer.scoresPending(pending)
        return ticket
    }

    private func turn(_ ticket: BatchQueue.Ticket) async -> BatchQueue.Turn {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // The flag is read under the lock: a cancel handler that runs later finds the writer waiting.
                let turn = queue.withLock { $0.turn(of: ticket, isCancelled: Task.isCancelled, else: continuation) }
                if let turn { continuation.resume(returning: turn) }
            }
        } onCancel: {
            let (wakeup, pending) = queue.withLock { queue in (queue.dismiss(ticket), queue.pendingCount) }
            guard let (continuation, turn) = wakeup else { return }
            observer.scoresPending(pending)
            continuation.resume(returning: turn)
        }
    }

    private func lead(_ ticket: BatchQueue.Ticket) async {
        if linger > .zero { try? await time.sleep(for: linger) }
        let plan = await plan()
        let (batch, pending) = queue.withLock { queue in
            (queue.take(items: plan.maximumItems, bytes: plan.maximumBytes), queue.pendingCount)
        }
        if !batch.isEmpty { observer.scoresPending(pending) }
        let outcomes = batch.isEmpty ? [] : await send(batch.map(\.score), plan)
        let isCancelled = Task.isCancelled
        let wakeups = queue.withLock { queue in
            queue.finish(batch, outcomes, leader: ticket, isCancelled: isCancelled)
        }
        for (continuation, turn) in wakeups { continuation.resume(returning: turn) }
    }
}
