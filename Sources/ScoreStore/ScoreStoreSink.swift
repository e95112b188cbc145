package import Evaluation
package import Timing

/// Writes scores into the embedded store.
package struct ScoreStoreSink: ScoreSink {
    package let name = "sqlite"
    private let database: ScoreDatabase
    private let time: any TimeSource

    /// Creates a sink that writes to `database` and takes `updated_at` from `time`.
    package init(database: ScoreDatabase, time: any TimeSource) {
        self.database = database
        self.time = time
    }

    /// Writes `scores` in one transaction, shared with other callers that come at the same time. Returns once they are
    /// on disk; a score that is there already is replaced and keeps its `created_at`.
    package func write(_ scores: [Score]) async -> [ScoreWriteOutcome] {
        var outcomes = scores.map(Self.verdict)
        let now = time.now()
        let writes = zip(scores, outcomes).filter { $0.1 == .written }.map { ScoreWrite(score: $0.0, at: now) }
        guard let failure = await database.scoreCommits.add(writes) else { return outcomes }
        for index in outcomes.indices where outcomes[index] == .written {
            outcomes[index] = .unavailable(failure.message, retryAfter: nil)
        }
        return outcomes
    }

    /// What would become of `score` if the disk does its part.
    private static func verdict(on score: Score) -> ScoreWriteOutcome {
        if score.id.isEmpty { return .rejected("the score has no id") }
        if score.name.isEmpty { return .rejected("score \(score.id) has no name") }
        if case .numeric(let value) = score.value, !value.isFinite {
            return .rejected("score `\(score.name)`: \(value) is not a finite number")
        }
        return .written
    }
}
