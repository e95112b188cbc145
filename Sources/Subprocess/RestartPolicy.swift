import Timing

/// Decides when the next process may be started, by how many have failed in a row.
struct RestartPolicy {
    private let backoff: ExponentialBackoff
    private var failures = 0
    /// Before this no process is started.
    private(set) var earliestStart: ContinuousClock.Instant?
    /// What the last failure was, for those who are refused because of it.
    private(set) var lastFailure = ""

    init(_ backoff: ExponentialBackoff) { self.backoff = backoff }

    /// A process has replied: whatever was wrong is over.
    mutating func succeeded() {
        failures = 0
        earliestStart = nil
    }

    /// A process failed. The first failure in a row costs no wait.
    mutating func failed(_ message: String, now: ContinuousClock.Instant) {
        failures += 1
        lastFailure = message
        if failures > 1 { earliestStart = now + backoff.ceiling(attempt: failures - 1) }
    }

    /// How long to wait before a process may be started.
    func wait(now: ContinuousClock.Instant) -> Duration {
        guard let earliestStart, earliestStart > now else { return .zero }
        return earliestStart - now
    }
}
