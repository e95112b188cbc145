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
    /// so that a retry after midnight UTC lands on the same day. `sampleRates` are the shares of targets graded, by the
    /// names of the graders; they are noted beside the scores, since whoever adds scores up must know them.
    package func scores(
        from results: [GraderResult], of trace: Trace, target: Target, eventTime: Timestamp?, acceptedAt: Timestamp,
        sampleRates: [String: Double] = [:]
    ) -> [Score] {
        let time = trace.timestamp ?? eventTime ?? acceptedAt
        return results.flatMap { result -> [Score] in
            guard result.isRequested, case .graded(let grade) = result.outcome else { return [] }
            let own = result.grader.scoreName
            var metadata = grade.metadata
            if let rate = sampleRates[result.grader.name] { metadata["sampleRate"] = .number(rate) }
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
}
