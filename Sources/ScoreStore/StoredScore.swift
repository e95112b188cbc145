package import Evaluation
package import Timing

/// A score as the store has it.
package struct StoredScore: Sendable, Equatable {
    /// The score.
    package var score: Score
    /// When its id was first written.
    package var createdAt: Timestamp
    /// When it was last written.
    package var updatedAt: Timestamp

    /// Creates a stored score.
    package init(score: Score, createdAt: Timestamp, updatedAt: Timestamp) {
        self.score = score
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
