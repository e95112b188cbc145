import Timing

/// A token bucket for a rate by the minute: it fills evenly and holds a tenth of a minute's worth, at least 1.
///
/// Whoever takes more than there is runs it into debt and waits until the debt is paid; so turns are in the order of
/// taking, and nobody has to be woken.
struct TokenBucket: Sendable {
    /// The share of a minute's worth that may be used at once.
    static let burst = 0.1

    private let perSecond: Double
    private let capacity: Double
    private var level: Double
    private var filledAt: Timestamp

    /// Creates a full bucket.
    init(perMinute: Int, now: Timestamp) {
        perSecond = Double(perMinute) / 60
        capacity = max(1, Double(perMinute) * Self.burst)
        level = capacity
        filledAt = now
    }

    /// Returns how long to wait for `amount`; zero when it is there.
    mutating func wait(for amount: Int, now: Timestamp) -> Duration {
        fill(now)
        let missing = Double(amount) - level
        guard missing > 0 else { return .zero }
        return .microseconds(Int64(min(missing / perSecond * 1e6, 1e15).rounded(.up)))
    }

    /// Takes `amount`, whether it is there or not.
    mutating func take(_ amount: Int) { level -= Double(amount) }

    /// Gives back `amount`; a negative one takes more.
    mutating func give(_ amount: Int) { level = min(capacity, level + Double(amount)) }

    /// Returns a bucket for another rate with what this one holds or owes.
    func with(perMinute: Int, now: Timestamp) -> TokenBucket {
        var other = TokenBucket(perMinute: perMinute, now: now)
        var this = self
        this.fill(now)
        other.level = min(other.capacity, this.level)
        return other
    }

    private mutating func fill(_ now: Timestamp) {
        level = min(capacity, level + perSecond * max(0, (now - filledAt).inSeconds))
        filledAt = now
    }
}
