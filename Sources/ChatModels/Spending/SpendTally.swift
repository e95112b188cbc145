package import Timing

/// What was spent in the day and the month that are running.
package struct SpendTally: Sendable, Equatable {
    private var now: Timestamp
    private var today = Spend()
    private var thisMonth = Spend()

    /// Creates an empty tally of the day and the month of `time`.
    package init(at time: Timestamp) { now = time }

    /// The amount of the window of `time`.
    package func spent(_ window: SpendWindow, at time: Timestamp) -> Spend {
        var copy = self
        copy.roll(to: time)
        return window == .day ? copy.today : copy.thisMonth
    }

    /// Adds what was spent at `time`. A clock that was set back across midnight spends on the later day.
    mutating func add(_ spend: Spend, at time: Timestamp) {
        roll(to: time)
        today += spend
        thisMonth += spend
    }

    /// Adds what had been noted for the month before, `day` being days since 1970-01-01 UTC.
    mutating func restore(_ spend: Spend, day: Int64) {
        guard day >= now.startOfUTCMonth.utcDay, day <= now.utcDay else { return }
        if day == now.utcDay { today += spend }
        thisMonth += spend
    }

    /// The day of the tally, in days since 1970-01-01 UTC.
    var day: Int64 { now.utcDay }

    /// Begins anew whatever has begun since.
    private mutating func roll(to time: Timestamp) {
        guard time.utcDay > now.utcDay else { return }
        today = Spend()
        if time.startOfUTCMonth > now.startOfUTCMonth { thisMonth = Spend() }
        now = time
    }
}
