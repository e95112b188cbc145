package import Timing

/// The time over which a budget is counted. Both begin at midnight UTC.
package enum SpendWindow: String, Sendable, CaseIterable {
    case day, month

    /// When the window that holds `time` is over.
    package func end(at time: Timestamp) -> Timestamp {
        switch self {
        case .day: time.endOfUTCDay
        case .month: time.endOfUTCMonth
        }
    }
}
