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

    /// Returns the scores of those `results` that are verdicts and were asked for, in order.
    ///
    /// The time is the trace's own, else the event's, else when the event was accepted: fixed before the first attempt,
    /// so that a retry after midnight UTC lands on the same day.
    package func scores(
        from results: [GraderResult], of trace: Trace, target: Target, eventTime: Timestamp?, acceptedAt: Timestamp
    ) -> [Score] {
        let time = trace.timestamp ?? eventTime ?? acceptedAt
        return results.compactMap { result in
            guard result.isRequested, case .graded(let grade) = result.outcome else { return nil }
            let name = result.grader.scoreName
            return Score(
                id: ScoreIdentity.id(project: project, target: target, name: name), name: name, value: grade.value,
                target: target, timestamp: time, comment: grade.comment, metadata: grade.metadata,
                environment: trace.environment, configID: result.grader.scoreConfigID, grader: result.grader.name)
        }
    }
}
