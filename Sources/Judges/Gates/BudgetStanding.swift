package import ChatModels
package import Timing

/// How far the tightest budget lets a judge go at a moment.
package struct BudgetStanding: Sendable, Equatable {
    /// How much of what comes is judged.
    package enum Phase: String, Sendable, CaseIterable {
        /// Everything.
        case open
        /// A share of the traces.
        case sampling
        /// Nothing.
        case stopped
    }

    /// The limit that leaves the least.
    package var limit: Budget.Limit
    /// Whether it is the limit of all judges together.
    package var isTotal: Bool
    /// The share of it that is spent; above 1 by what was under way when it was reached.
    package var share: Double
    /// The share of the traces that is judged.
    package var rate: Double
    /// When its day or month is over.
    package var end: Timestamp

    /// The phase.
    package var phase: Phase { rate >= 1 ? .open : rate > 0 ? .sampling : .stopped }

    /// What the limit is, e.g. "`daily_usd` of all judges".
    package var name: String { "`\(limit.key)` of \(isTotal ? "all judges" : "this judge")" }

    /// The percentage spent, rounded down so that 100 means spent.
    package var percentage: Int { Int(min(share, 100) * 100) }
}
