import Timing

/// Why a pacer lets a call not go.
enum PacingRefusal: Error, Sendable, Equatable {
    /// What a call would have to wait for longer than it may.
    enum Wait: Sendable { case server, requestsPerMinute, tokensPerMinute }

    /// The server has failed too often in a row.
    case circuitOpen(rest: Duration, failures: Int, since: Timestamp, reason: String)
    /// The wait would end too late.
    case wait(Duration, for: Wait)
    /// The call's time was over before it had a place.
    case noPlace
    case cancelled
}
