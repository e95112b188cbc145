import Logging
import Synchronization
import Timing

/// Says in the log that delivery ids are forgotten before their time, at most once a minute however many are.
final class EvictionWarning: Sendable {
    private static let pause = Duration.seconds(60)

    private let logger: Logger
    private let capacity: Int
    private let state = Mutex(State())

    private struct State {
        var last: Timestamp?
        var sinceThen = 0
    }

    init(logger: Logger, capacity: Int) {
        self.logger = logger
        self.capacity = capacity
    }

    /// Notes that a key was pushed out at `now`.
    func keyEvicted(at now: Timestamp) {
        let count = state.withLock { state -> Int? in
            state.sinceThen += 1
            if let last = state.last, now - last < Self.pause, now >= last { return nil }
            state.last = now
            defer { state.sinceThen = 0 }
            return state.sinceThen
        }
        guard let count else { return }
        logger.warning(
            "delivery ids are forgotten while copies may still come, which are then graded again; raise `replay_capacity`",
            metadata: ["forgotten": "\(count)", "replay_capacity": "\(capacity)"])
    }
}
