/// An instant in UTC with microsecond resolution, counted from 1970-01-01T00:00:00Z without leap seconds.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since the Unix epoch; negative before 1970.
    package var microseconds: Int64

    /// Creates an instant from microseconds since the Unix epoch.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Creates an instant from whole seconds since the Unix epoch. Saturates instead of overflowing.
    package init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Seconds since the Unix epoch, with the fraction.
    package var secondsSinceEpoch: Double { Double(microseconds) / 1e6 }

    /// Days since 1970-01-01 in UTC; the day that decides whether Langfuse overwrites a score.
    package var utcDay: Int64 {
        let day: Int64 = 86_400_000_000
        return microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day
    }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// Returns the instant `duration` later; microseconds are the finest step that is kept.
    package static func + (left: Self, duration: Duration) -> Self {
        Self(microseconds: left.microseconds &+ duration.inMicroseconds)
    }

    /// Returns the instant `duration` earlier.
    package static func - (left: Self, duration: Duration) -> Self {
        Self(microseconds: left.microseconds &- duration.inMicroseconds)
    }

    /// Returns the time from `right` to `left`; negative when `left` is the earlier one.
    package static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds &- right.microseconds)
    }
}

extension Duration {
    /// The length in whole microseconds, rounded toward zero, saturating at the range of `Int64`.
    package var inMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : whole &+ attoseconds / 1_000_000_000_000
    }

    /// The length in seconds, with the fraction.
    package var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
