/// Somewhere scores are written to.
package protocol ScoreSink: Sendable {
    /// The sink's name in the configuration, e.g. `langfuse`.
    var name: String { get }

    /// Writes `scores` and says for each what became of it, in order. Writing a score again overwrites it.
    func write(_ scores: [Score]) async -> [ScoreWriteOutcome]
}

/// What became of writing one score.
package enum ScoreWriteOutcome: Sendable, Equatable {
    /// The sink has it.
    case written
    /// The sink will never take it; the reason says why.
    case rejected(String)
    /// The sink cannot take it now; the job is tried again, after the named time when there is one.
    case unavailable(String, retryAfter: Duration?)
}
