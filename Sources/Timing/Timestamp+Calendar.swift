extension Timestamp {
    private static let day: Int64 = 86_400_000_000

    /// Midnight UTC at which the day of this instant ends.
    package var endOfUTCDay: Timestamp { Timestamp(microseconds: (utcDay + 1) * Self.day) }

    /// Midnight UTC at which the month of this instant began.
    package var startOfUTCMonth: Timestamp {
        let date = CivilDate(daysSinceEpoch: Int(utcDay))
        return Timestamp(microseconds: (utcDay - Int64(date.day - 1)) * Self.day)
    }

    /// Midnight UTC at which the month of this instant ends.
    package var endOfUTCMonth: Timestamp {
        // The 31 days after the first always end in the next month, within its first four days.
        (startOfUTCMonth + .seconds(31 * 86_400)).startOfUTCMonth
    }
}
