import Synchronization

/// What a connection is at and until when, in one word, so that the reaper can look on without a lock.
///
/// The connection's thread moves it from phase to phase; the reaper may only expire it, which is final.
struct PhaseTimer: ~Copyable, Sendable {
    /// What a connection is at.
    enum Phase: UInt64 {
        /// A handler is at work: no deadline.
        case handling = 0
        /// Between two requests.
        case idle = 1
        /// Within a header section.
        case head = 2
        /// Within a body.
        case body = 3
        /// Sending an answer.
        case answer = 4
        /// The deadline passed; the socket has been shut down.
        case expired = 7
    }

    private let word = Atomic<UInt64>(0)

    /// The phase and its deadline in nanoseconds of the monotonic clock.
    var value: (phase: Phase, deadline: UInt64) {
        let bits = word.load(ordering: .sequentiallyConsistent)
        return (Phase(rawValue: bits & 7) ?? .handling, bits & ~7)
    }

    /// Enters a phase, with a deadline unless it is `handling`.
    ///
    /// - Returns: false when the connection has expired, and stays so.
    func enter(_ phase: Phase, until deadline: UInt64 = 0) -> Bool {
        var old = word.load(ordering: .relaxed)
        while old & 7 != Phase.expired.rawValue {
            let (done, found) = word.compareExchange(
                expected: old, desired: deadline & ~7 | phase.rawValue, ordering: .sequentiallyConsistent)
            if done { return true }
            old = found
        }
        return false
    }

    /// Expires the connection if it is still at what `value` said.
    func expire(_ value: (phase: Phase, deadline: UInt64)) -> Bool {
        word.compareExchange(
            expected: value.deadline | value.phase.rawValue, desired: Phase.expired.rawValue,
            ordering: .sequentiallyConsistent
        ).exchanged
    }
}
