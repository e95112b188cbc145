import Evaluation
import Timing

/// A score on its way to the file.
struct ScoreWrite: Sendable {
    var score: Score
    /// When it was asked to be written.
    var at: Timestamp
}
