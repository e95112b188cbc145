/// Some of the scores that were asked for, newest first.
package struct ScorePage: Sendable, Equatable {
    /// The scores.
    package var scores: [StoredScore]
    /// What to pass to get those behind them; nil when these were the last.
    package var cursor: String?

    /// Creates a page.
    package init(scores: [StoredScore], cursor: String? = nil) {
        self.scores = scores
        self.cursor = cursor
    }
}
