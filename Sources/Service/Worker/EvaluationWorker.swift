import Evaluation
import Timing
import Webhooks
import WorkQueue

/// Takes a job from the queue to written scores: read the event, fetch the trace, ask the rules, grade, write.
///
/// Without state of its own; any number of tasks may share one.
final class EvaluationWorker: Sendable {
    private let grading: LiveGrading
    private let scores: ScoreFactory
    private let sinks: [any ScoreSink]
    private let traces: TraceResolver
    private let fates: FateRecorder
    private let memory: RetryMemory
    private let clock: any TimeSource
    private let metrics: ServiceMetrics
    private let health: Health

    /// Creates a worker. `memory` keeps what earlier attempts of waiting jobs already know.
    init(
        grading: LiveGrading, scores: ScoreFactory, sinks: [any ScoreSink], traces: TraceResolver, fates: FateRecorder,
        memory: RetryMemory, clock: any TimeSource, metrics: ServiceMetrics, health: Health
    ) {
        self.grading = grading
        self.scores = scores
        self.sinks = sinks
        self.traces = traces
        self.fates = fates
        self.memory = memory
        self.clock = clock
        self.metrics = metrics
        self.health = health
    }

    /// Works until the queue ends. Settles every job it takes, unless it is cancelled in the middle of one: then the
    /// job stays in the queue and is counted as left over.
    func run(_ queue: any JobQueue) async {
        while let lease = await queue.lease() {
            let work = EventWork(lease, at: clock.now())
            await process(work)
            // A job cut off in the middle stays in the queue; one that is done is settled.
            let outcome = work.outcome ?? .retry(after: nil, reason: "the work on the event ended without an outcome")
            if Task.isCancelled, outcome != .completed { return }
            await settle(work, outcome, queue)
        }
    }

    /// Works on one event until its outcome is known. Never throws: whatever goes wrong is in the outcome.
    private func process(_ work: EventWork) async {
        work.read()
        await findTrace(of: work)
        work.plan(grading.snapshot, memory, observe: metrics.graded)
        await work.run?.finish()
        let writing = await write(work.score(with: scores))
        work.conclude(writing, hasSinks: !sinks.isEmpty, memory)
    }

    // What follows is not inlined for the sake of the events that wait for a grader all the while.
    @inline(never)
    private func settle(_ work: EventWork, _ outcome: JobOutcome, _ queue: any JobQueue) async {
        // The queue first: a fate that says dead, or when, is to be true as soon as it can be read. Should the job be
        // taken up again meanwhile, what that comes to has a later time and stands.
        var fate = work.fate
        fate.updatedAt = clock.now()
        let settlement = await queue.settle(work.lease, outcome)
        fate.note(settlement)
        fates.record(fate)
        if !settlement.returns { memory.forget(work.lease.job) }
        health.jobSettled()
        metrics.jobSettled(acceptedAt: work.lease.job.acceptedAt, now: clock.now(), state: fate.state)
    }

    @inline(never)
    private func findTrace(of work: EventWork) async {
        guard work.trace == nil, let event = work.event else { return }
        do {
            work.trace = try await traces.trace(of: event)
        } catch {
            work.failed(error)
        }
    }

    @inline(never)
    private func write(_ scores: [Score]) async -> SinkVerdict {
        guard !scores.isEmpty else { return SinkVerdict() }
        if sinks.count == 1 { return await write(scores, to: sinks[0]) }
        return await withTaskGroup(of: SinkVerdict.self) { group in
            for sink in sinks {
                group.addTask { await self.write(scores, to: sink) }
            }
            return await group.reduce(into: SinkVerdict()) { $0.merge($1) }
        }
    }

    private func write(_ scores: [Score], to sink: any ScoreSink) async -> SinkVerdict {
        let outcomes = await sink.write(scores)
        metrics.written(outcomes, sink: sink.name)
        return SinkVerdict(sink: sink.name, scores: scores, outcomes: outcomes)
    }
}

extension EventFate {
    /// Takes over what the queue made of the outcome: until when the job waits, or that it is dead.
    fileprivate mutating func note(_ settlement: Settlement) {
        switch settlement {
        case .done, .stale: break
        case .dead: state = .dead
        case .waits(let time):
            state = .waiting
            retryAt = time
            if time == nil { detail = [detail, "the service shut down before it was tried again"].joined }
        }
    }
}

extension [String?] {
    fileprivate var joined: String { compactMap(\.self).joined(separator: "; ") }
}

extension Settlement {
    /// Whether the job comes back by itself.
    fileprivate var returns: Bool {
        if case .waits(.some) = self { true } else { false }
    }
}
