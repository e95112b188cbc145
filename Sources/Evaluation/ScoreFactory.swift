import JSON
package import Timing

/// Makes scores of verdicts: names, ids and times by invariant 3.
package struct ScoreFactory: Sendable {
    /// The name of the project the ids are derived for.
    package let project: String

    /// Creates a factory.
    package init(project: String) {
        self.project = project
    }

    /// Returns the scores of those `results` that are verdicts and were asked for, in order, each followed by those of its
    /// parts.
    ///
    /// The time is the trace's own, else the event's, else when the event was accepted: fixed before the first attempt,
    /// so that a retry after midnight UTC lands on the same day. `sampleRates` are the shares of targets that the rules
    /// take, by the names of the graders. Times the share that budgets leave, which is drawn independently, it is the
    /// probability with which a score came to be, noted beside it: whoever adds scores up weights each by its inverse.
    /// Noted beside the scores that hang on a budget, even when it is 1, and beside others when it is less.
    package func scores(
        from results: [GraderResult], of trace: Trace, target: Target, eventTime: Timestamp?, acceptedAt: Timestamp,
        sampleRates: [String: Double] = [:]
    ) -> [Score] {
        let time = trace.timestamp ?? eventTime ?? acceptedAt
        return results.flatMap { result -> [Score] in
            guard result.isRequested, case .graded(let grade) = result.outcome else { return [] }
            let own = result.grader.scoreName
            var metadata = grade.metadata
            let rates = [sampleRates[result.grader.name], grade.sampleRate].compactMap(\.self)
            if !rates.isEmpty { metadata["sampleRate"] = .number(rates.reduce(1, *)) }
            let scores = [(own, grade.value)] + grade.parts.map { ("\(own).\($0.name)", $0.value) }
            return scores.map { name, value in
                Score(
                    id: ScoreIdentity.id(project: project, target: target, name: name), name: name, value: value,
                    target: target, timestamp: time, comment: grade.comment, metadata: metadata,
                    environment: trace.environment, configID: name == own ? result.grader.scoreConfigID : nil,
                    grader: result.grader.name)
            }
        }
    }

    /// Returns what became of those `results` whose grader writes a status: the label `ok` beside a verdict, the code of a
    /// failure when it is final, with its message for a comment.
    ///
    /// A failure that will be tried again, so that it may still become a verdict, has none, unless `isLastAttempt`. Nor has
    /// a skip. The id is as stable as a score's: a later verdict overwrites the failure before it with `ok`.
    package func statuses(
        from results: [GraderResult], of trace: Trace, target: Target, eventTime: Timestamp?, acceptedAt: Timestamp,
        isLastAttempt: Bool
    ) -> [Score] {
        let time = trace.timestamp ?? eventTime ?? acceptedAt
        return results.compactMap { result in
            let grader = result.grader
            guard result.isRequested, grader.writesStatus,
                let (label, comment) = Self.status(result.outcome, isLastAttempt)
            else { return nil }
            return Score(
                id: ScoreIdentity.id(project: project, target: target, name: grader.statusName),
                name: grader.statusName, value: .categorical(label), target: target, timestamp: time, comment: comment,
                environment: trace.environment, grader: grader.name)
        }
    }

    private static func status(_ outcome: GradeOutcome, _ isLastAttempt: Bool) -> (label: String, comment: String?)? {
        switch outcome {
        case .graded: ("ok", nil)
        case .failed(let failure) where isLastAttempt || !failure.isTransient: (failure.code.rawValue, failure.message)
        case .failed, .skipped: nil
        }
    }
}
