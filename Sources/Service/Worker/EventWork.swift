import Evaluation
import PersonalData
import Timing
import Webhooks
import WorkQueue

/// One event under work, from its job to what becomes of it.
///
/// It lies on the heap and never waits, so that the many tasks that wait for a model or a sink hold little beside it: none
/// of its steps is inlined, since in an asynchronous function their values would stay in memory while it waits. Of one
/// task alone.
final class EventWork {
    /// The loan of the job.
    let lease: LeasedJob
    /// The event; nil until it has been read.
    private(set) var event: Event?
    /// The trace it is about; nil until it was found.
    var trace: Trace?
    /// The graders it was planned to ask; nil until then, and when there are none.
    private(set) var run: GraderRun?
    private var fate: EventFate
    private var grading: Grading?
    private var generation: UInt64 = 0
    private var results: [GraderResult] = []
    private var verdicts: [Score] = []
    private var statuses: [Score] = []

    /// What is to become of a job, for the queue and for whoever asks.
    struct Verdict: Sendable {
        var outcome: JobOutcome
        var fate: EventFate
    }

    /// Begins with a job that was leased at `now`.
    @inline(never)
    init(_ lease: LeasedJob, at now: Timestamp) {
        self.lease = lease
        let job = lease.job
        fate = EventFate(
            eventID: job.id, serial: job.serial, source: job.origin, state: .accepted, receivedAt: job.acceptedAt,
            updatedAt: now)
        fate.attempts = job.attempt
    }

    /// Reads the event.
    ///
    /// - Returns: nil, or the verdict when it cannot be read.
    @inline(never)
    func read() -> Verdict? {
        do {
            let event = try EventDecoder.decode(lease.job.payload, fallbackID: lease.job.id)
            fate.target = event.target
            if case .trace(let trace) = event.content { self.trace = trace }
            self.event = event
            return nil
        } catch {
            return discard("the event cannot be read: \(error)")
        }
    }

    /// The verdict when the trace could not be had.
    @inline(never)
    func failed(_ error: TraceSourceError) -> Verdict {
        error.isTransient ? retry(after: error.retryAfter, error.message) : discard(error.message)
    }

    /// Asks the rules, and makes the graders they want ready.
    ///
    /// `memory` knows what earlier attempts came to; `observe` is told of every outcome.
    ///
    /// - Returns: nil, or the verdict when they want none.
    @inline(never)
    func plan(
        _ current: (grading: Grading, generation: UInt64), _ memory: RetryMemory,
        observe: @escaping GraderRun.Observer
    ) -> Verdict? {
        guard let trace, let event else { return discard("the event was not read") }
        (grading, generation) = current
        switch current.grading.rules.decide(trace, target: event.target) {
        case .filtered(let reason): return completed(.filtered, reason)
        case .sampledOut(let rules, let position):
            fate.rules = rules
            return completed(.sampledOut, "the target lies at \(position), beyond the sample of every rule")
        case .grade(let names, let rules):
            fate.rules = rules
            run = current.grading.suite.run(
                on: trace, with: names, settled: memory.outcomes(of: lease.job, generation: generation),
                hiding: current.grading.rules.hidden(by: rules), observe: observe)
            return nil
        }
    }

    /// Makes scores of what the graders said, and notes what became of each.
    ///
    /// - Returns: what is to be written.
    @inline(never)
    func score(with scores: ScoreFactory) -> [Score] {
        guard let trace, let event, let grading, let results = run?.results else { return [] }
        self.results = results
        verdicts = scores.scores(
            from: results, of: trace, target: event.target, eventTime: event.timestamp,
            acceptedAt: lease.job.acceptedAt, sampleRates: grading.rules.sampleRates(under: fate.rules))
        statuses = scores.statuses(
            from: results, of: trace, target: event.target, eventTime: event.timestamp,
            acceptedAt: lease.job.acceptedAt, isLastAttempt: lease.isLastAttempt)
        let all = verdicts + statuses
        fate.scores = all.map { EventFate.GivenScore(id: $0.id, name: $0.name, value: $0.value) }
        for result in results { note(result) }
        return all
    }

    private func note(_ result: GraderResult) {
        switch result.outcome {
        case .graded: break
        case .failed(let failure): fate.failures.append(.init(grader: result.grader.name, failure: failure))
        // What only an aggregate reads is nobody's business unless it failed.
        case .skipped where !result.isRequested: break
        case .skipped(let reason): fate.skipped.append(.init(grader: result.grader.name, reason: reason))
        }
    }

    /// Chooses the job's outcome after `writing`: what may still succeed is tried again before a refusal is final.
    ///
    /// When the job will be tried again, `memory` keeps what is known; `hasSinks` says whether there was anywhere to write
    /// to.
    @inline(never)
    func conclude(_ writing: SinkVerdict, hasSinks: Bool, _ memory: RetryMemory) -> Verdict {
        let transient = fate.failures.filter(\.failure.isTransient)
        if writing.unavailable != nil || !transient.isEmpty {
            memory.remember(results, of: lease.job, generation: generation)
        }
        if let reason = writing.unavailable { return retry(after: writing.retryAfter, reason) }
        if !transient.isEmpty {
            let reasons = transient.map { "\($0.grader): \($0.failure)" } + [writing.rejected].compactMap { $0 }
            return retry(after: transient.compactMap(\.failure.retryAfter).max(), reasons.joined(separator: "; "))
        }
        if let reason = writing.rejected { return discard(reason) }
        if !verdicts.isEmpty || !statuses.isEmpty {
            guard hasSinks else {
                return completed(.graded, "no sink is configured, so the scores went nowhere; set `sinks`")
            }
            return completed(.written, verdicts.isEmpty ? "no grader came to a score, only to a status" : nil)
        }
        if fate.failures.isEmpty { return completed(.skipped, fate.skipped.first?.reason) }
        return completed(.graded, "no grader came to a score")
    }

    private func completed(_ state: EventFate.State, _ detail: String?) -> Verdict {
        fate.state = state
        fate.detail = detail
        return Verdict(outcome: .completed, fate: fate)
    }

    private func discard(_ reason: String) -> Verdict {
        fate.state = .dead
        fate.detail = reason
        return Verdict(outcome: .discard(reason: reason), fate: fate)
    }

    private func retry(after: Duration?, _ reason: String) -> Verdict {
        fate.detail = reason
        return Verdict(outcome: .retry(after: after, reason: reason), fate: fate)
    }
}
