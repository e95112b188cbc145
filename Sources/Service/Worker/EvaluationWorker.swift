import Evaluation
import Timing
import Webhooks
import WorkQueue

/// Takes a job from the queue to written scores: read the event, fetch the trace, ask the rules, grade, write.
///
/// A value without state of its own; any number of tasks may share one.
struct EvaluationWorker: Sendable {
    var grading: LiveGrading
    var scores: ScoreFactory
    var sinks: [any ScoreSink]
    var traces: TraceResolver
    var fates: FateRecorder
    /// What earlier attempts of waiting jobs already know.
    var memory: RetryMemory
    var clock: any TimeSource
    var metrics: ServiceMetrics
    var health: Health

    /// Works until the queue ends. Settles every job it takes, unless it is cancelled in the middle of one: then the
    /// job stays in the queue and is counted as left over.
    func run(_ queue: any JobQueue) async {
        while let lease = await queue.lease() {
            var verdict = await process(lease)
            // A job cut off in the middle stays in the queue; one that is done is settled.
            if Task.isCancelled, verdict.outcome != .completed { return }
            verdict.fate.updatedAt = clock.now()
            // The queue first: a fate that says dead, or when, is to be true as soon as it can be read. Should the job be
            // taken up again meanwhile, what that comes to has a later time and stands.
            let settlement = await queue.settle(lease, verdict.outcome)
            verdict.fate.note(settlement)
            fates.record(verdict.fate)
            if !settlement.returns { memory.forget(lease.job) }
            health.jobSettled()
            metrics.jobSettled(acceptedAt: lease.job.acceptedAt, now: clock.now(), state: verdict.fate.state)
        }
    }

    /// What is to become of a job, for the queue and for whoever asks.
    struct Verdict: Sendable {
        var outcome: JobOutcome
        var fate: EventFate
    }

    /// Works on one job. Never throws: whatever goes wrong is in the verdict.
    func process(_ lease: LeasedJob) async -> Verdict {
        var fate = EventFate(
            eventID: lease.job.id, serial: lease.job.serial, source: lease.job.origin, state: .accepted,
            receivedAt: lease.job.acceptedAt, updatedAt: clock.now())
        fate.attempts = lease.job.attempt
        let event: Event
        do {
            event = try EventDecoder.decode(lease.job.payload, fallbackID: lease.job.id)
        } catch {
            return discard(fate, "the event cannot be read: \(error)")
        }
        fate.target = event.target
        do {
            let trace = try await traces.trace(of: event)
            return await evaluate(trace, event: event, lease: lease, fate: fate)
        } catch {
            return error.isTransient
                ? retry(fate, after: error.retryAfter, error.message) : discard(fate, error.message)
        }
    }

    private func evaluate(_ trace: Trace, event: Event, lease: LeasedJob, fate start: EventFate) async -> Verdict {
        var fate = start
        let (grading, generation) = grading.snapshot
        let names: [String]
        switch grading.rules.decide(trace, target: event.target) {
        case .filtered(let reason): return completed(fate, .filtered, reason)
        case .sampledOut(let rules, let position):
            fate.rules = rules
            return completed(fate, .sampledOut, "the target lies at \(position), beyond the sample of every rule")
        case .grade(let graders, let rules):
            fate.rules = rules
            names = graders
        }
        let results = await grading.suite.grade(
            trace, with: names, settled: memory.outcomes(of: lease.job, generation: generation),
            hiding: grading.rules.hidden(by: fate.rules), observe: metrics.graded)
        let verdicts = scores.scores(
            from: results, of: trace, target: event.target, eventTime: event.timestamp,
            acceptedAt: lease.job.acceptedAt)
        let statuses = scores.statuses(
            from: results, of: trace, target: event.target, eventTime: event.timestamp,
            acceptedAt: lease.job.acceptedAt, isLastAttempt: lease.isLastAttempt)
        note(results, verdicts + statuses, in: &fate)
        let writing = await write(verdicts + statuses)
        return conclude(fate, writing: writing, verdicts: verdicts.count, statuses: statuses.count) {
            memory.remember(results, of: lease.job, generation: generation)
        }
    }

    private func note(_ results: [GraderResult], _ scores: [Score], in fate: inout EventFate) {
        fate.scores = scores.map { EventFate.GivenScore(id: $0.id, name: $0.name, value: $0.value) }
        for result in results {
            switch result.outcome {
            case .graded: break
            case .failed(let failure): fate.failures.append(.init(grader: result.grader.name, failure: failure))
            // What only an aggregate reads is nobody's business unless it failed.
            case .skipped where !result.isRequested: break
            case .skipped(let reason): fate.skipped.append(.init(grader: result.grader.name, reason: reason))
            }
        }
    }

    private func write(_ scores: [Score]) async -> SinkVerdict {
        guard !scores.isEmpty else { return SinkVerdict() }
        if sinks.count == 1 { return await write(scores, to: sinks[0]) }
        return await withTaskGroup(of: SinkVerdict.self) { group in
            for sink in sinks {
                group.addTask { await write(scores, to: sink) }
            }
            return await group.reduce(into: SinkVerdict()) { $0.merge($1) }
        }
    }

    private func write(_ scores: [Score], to sink: any ScoreSink) async -> SinkVerdict {
        let outcomes = await sink.write(scores)
        metrics.written(outcomes, sink: sink.name)
        return SinkVerdict(sink: sink.name, scores: scores, outcomes: outcomes)
    }

    /// Chooses the job's outcome: what may still succeed is tried again before a refusal is final.
    private func conclude(
        _ fate: EventFate, writing: SinkVerdict, verdicts: Int, statuses: Int, remember: () -> Void
    ) -> Verdict {
        let transient = fate.failures.filter(\.failure.isTransient)
        if writing.unavailable != nil || !transient.isEmpty { remember() }
        if let reason = writing.unavailable { return retry(fate, after: writing.retryAfter, reason) }
        if !transient.isEmpty {
            let reasons = transient.map { "\($0.grader): \($0.failure)" } + [writing.rejected].compactMap { $0 }
            let after = transient.compactMap(\.failure.retryAfter).max()
            return retry(fate, after: after, reasons.joined(separator: "; "))
        }
        if let reason = writing.rejected { return discard(fate, reason) }
        if verdicts + statuses > 0 {
            return sinks.isEmpty
                ? completed(fate, .graded, "no sink is configured, so the scores went nowhere; set `sinks`")
                : completed(fate, .written, verdicts > 0 ? nil : "no grader came to a score, only to a status")
        }
        if fate.failures.isEmpty { return completed(fate, .skipped, fate.skipped.first?.reason) }
        return completed(fate, .graded, "no grader came to a score")
    }

    private func completed(_ fate: EventFate, _ state: EventFate.State, _ detail: String?) -> Verdict {
        var fate = fate
        fate.state = state
        fate.detail = detail
        return Verdict(outcome: .completed, fate: fate)
    }

    private func discard(_ fate: EventFate, _ reason: String) -> Verdict {
        var fate = fate
        fate.state = .dead
        fate.detail = reason
        return Verdict(outcome: .discard(reason: reason), fate: fate)
    }

    private func retry(_ fate: EventFate, after: Duration?, _ reason: String) -> Verdict {
        var fate = fate
        fate.detail = reason
        return Verdict(outcome: .retry(after: after, reason: reason), fate: fate)
    }
}

extension EventFate {
    /// Takes over what the queue made of the verdict: until when the job waits, or that it is dead.
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
