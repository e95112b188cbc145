import Timing

/// Keeps calls from a server that is away (the pattern of Nygard, "Release It!", 2007): ten failures in a row open it for
/// five seconds, then one call tries; each failed try doubles the time, up to two minutes. Any answer closes it.
struct CircuitBreaker: Sendable, Equatable {
    private enum State: Equatable { case closed, open(until: Timestamp), trying }

    private static let failuresToOpen = 10
    private static let firstOpening = Duration.seconds(5)
    private static let longestOpening = Duration.seconds(120)
    /// How long others are told to stay away while one call tries.
    private static let tryTime = Duration.seconds(1)

    private var state = State.closed
    private var nextOpening = firstOpening
    /// Failures in a row.
    private(set) var failures = 0
    /// When the first of the failures in a row was.
    private(set) var since = Timestamp(seconds: 0)
    /// What the last failure was.
    private(set) var reason = ""

    /// Whether calls are kept away, or only one may try.
    var isOpen: Bool { state != .closed }

    /// Whether the one call that tries is under way.
    var isTrying: Bool { state == .trying }

    /// How long to stay away; nil when a call may go, which for an open circuit must be the one that tries.
    func rest(_ now: Timestamp) -> Duration? {
        switch state {
        case .closed: nil
        case .open(let until): until > now ? until - now : nil
        case .trying: Self.tryTime
        }
    }

    /// Notes that the one call that tries has begun.
    mutating func tryBegan() { state = .trying }

    /// Notes that the call that tried was given up: the next one may try.
    mutating func tryAbandoned(_ now: Timestamp) {
        if state == .trying { state = .open(until: now) }
    }

    /// Notes an answer, be it a refusal: the server is there.
    mutating func answered() {
        guard failures > 0 || state != .closed else { return }
        self = CircuitBreaker()
    }

    /// Notes a failure. Of calls that were under way when the circuit opened it says nothing new.
    mutating func failed(_ reason: String, isTry: Bool, now: Timestamp) {
        guard isTry || state == .closed else { return }
        if failures == 0 { since = now }
        failures += 1
        self.reason = reason
        guard isTry || failures >= Self.failuresToOpen else { return }
        state = .open(until: now + nextOpening)
        nextOpening = min(nextOpening * 2, Self.longestOpening)
    }
}
