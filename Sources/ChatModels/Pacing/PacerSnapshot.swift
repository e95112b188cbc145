package import Timing

/// How one endpoint is doing.
package struct PacerSnapshot: Sendable, Equatable {
    /// Whether calls go to the endpoint.
    package enum Circuit: String, Sendable, CaseIterable {
        case closed
        /// None do.
        case open
        /// One may try.
        case halfOpen = "half_open"
    }

    /// Calls under way.
    package var inFlight: Int
    /// The calls that may be under way.
    package var limit: Int
    /// Calls that wait for a place; those that wait for a time do not count.
    package var waiting: Int
    /// How much longer nobody is to call; nil when nobody has to wait.
    package var pause: Duration?
    /// Whether calls go to the endpoint.
    package var circuit: Circuit
    /// What failed last, how often in a row, and since when; nil while the circuit is closed.
    package var outage: Outage?

    /// Why a circuit is open.
    package struct Outage: Sendable, Equatable {
        /// Failures in a row.
        package var failures: Int
        /// When the first of them was.
        package var since: Timestamp
        /// What the last of them was, in a word or two.
        package var reason: String
        /// How long until the endpoint is tried again; zero when the next call tries.
        package var rest: Duration
    }

    init(_ state: PacerState, now: Timestamp) {
        inFlight = state.inFlight
        limit = state.limit.value
        waiting = state.waiting
        pause = state.pausedUntil > now ? state.pausedUntil - now : nil
        let rest = state.circuit.rest(now)
        guard state.circuit.isOpen else {
            circuit = .closed
            return
        }
        circuit = rest == nil || state.circuit.isTrying ? .halfOpen : .open
        outage = Outage(
            failures: state.circuit.failures, since: state.circuit.since, reason: state.circuit.reason,
            rest: rest ?? .zero)
    }
}
