/// A search that was given up because it cost too much. Whether the text matches is not known.
package struct MatchLimitError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What ran out.
    package enum Limit: String, Sendable, CaseIterable {
        case backtracks
        case memory
        case time
        /// The matching library failed in a way that no limit explains.
        case engine
    }

    /// What ran out.
    package var limit: Limit

    /// Creates an error.
    package init(limit: Limit) { self.limit = limit }

    package var description: String {
        switch limit {
        case .backtracks: "the pattern goes back too often over this text; nested repetitions such as `(a+)+` do that"
        case .memory: "the pattern needs too much memory over this text"
        case .time: "the pattern takes too long over this text"
        case .engine: "the matching library failed on this text"
        }
    }
}
