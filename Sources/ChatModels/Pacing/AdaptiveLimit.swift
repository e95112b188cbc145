/// How many calls may be under way, found out by additive increase and multiplicative decrease (Chiu and Jain, "Analysis
/// of the Increase and Decrease Algorithms for Congestion Avoidance in Computer Networks", 1989).
///
/// It starts at the maximum: that is configured, so it is meant to be used. An overload halves it, once for all calls that
/// were under way together; as many successes as the limit raise it by one. After a wait the server asked for it starts at
/// a tenth and doubles with each window up to where it stood, as TCP does (RFC 5681, 3.1), so that the waiters do not come
/// back all at once.
struct AdaptiveLimit: Sendable, Equatable {
    /// The calls that may be under way; from 1 to the maximum.
    private(set) var value: Int
    /// Counts the decreases. A call begun in an earlier round says nothing about the limit of this one.
    private(set) var round: UInt64 = 0
    private var maximum: Int
    /// Below this every success raises the limit.
    private var threshold: Int
    private var successes = 0

    /// Starts at `maximum`, at least 1.
    init(maximum: Int) {
        self.maximum = max(1, maximum)
        value = self.maximum
        threshold = self.maximum
    }

    /// Notes a success of a call begun in `round`, with `inFlight` calls under way, itself included.
    ///
    /// Only a limit that is used can prove too low: with less than half of it in use a success says nothing (as in
    /// Netflix's concurrency-limits, AIMDLimit; RFC 7661 has the reason).
    mutating func succeeded(round: UInt64, inFlight: Int) {
        guard round == self.round, value < maximum, inFlight * 2 >= value else { return }
        if value < threshold {
            value += 1
            return
        }
        successes += 1
        guard successes >= value else { return }
        successes = 0
        value += 1
    }

    /// Notes that the server had too much to do with a call begun in `round`.
    mutating func overloaded(round: UInt64) {
        guard round == self.round else { return }
        value = max(1, value / 2)
        threshold = value
        beginRound()
    }

    /// Notes that nobody may call for a while; `isRefusal` says whether the call that told it had been refused.
    mutating func paused(round: UInt64, isRefusal: Bool) {
        guard round == self.round else { return }
        threshold = isRefusal ? max(1, value / 2) : max(threshold, value)
        value = max(1, min(value, threshold / 10))
        beginRound()
    }

    /// Takes another maximum. A limit that was never lowered, or is back at the top, goes along.
    mutating func set(maximum new: Int) {
        let wasFull = value == maximum
        maximum = max(1, new)
        value = wasFull ? maximum : min(value, maximum)
        threshold = wasFull ? maximum : min(threshold, maximum)
    }

    private mutating func beginRound() {
        round += 1
        successes = 0
    }
}
