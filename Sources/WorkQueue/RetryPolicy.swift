package import Timing

/// Decides whether a failed attempt runs again, and when. Attempts count from 1; a snooze does not raise the count.
package struct RetryPolicy: Sendable, Equatable {
    /// How many attempts a job has in all; at least 1. After the last one a retry becomes a dead letter.
    package let maximumAttempts: Int
    /// The wait between attempts when the worker names none.
    package let backoff: ExponentialBackoff
    /// The longest wait a worker may name, so that another side's absurd `Retry-After` does not hold a slot for days.
    package let longestDelay: Duration

    /// Creates a policy: eight attempts, waits uniform between zero and 1 s, 2 s, 4 s … at most 5 min.
    ///
    /// Counts below 1 count as 1, negative durations as zero.
    package init(
        maximumAttempts: Int = 8,
        backoff: ExponentialBackoff = ExponentialBackoff(base: .seconds(1), cap: .seconds(300)),
        longestDelay: Duration = .seconds(3600)
    ) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.backoff = backoff
        self.longestDelay = max(.zero, longestDelay)
    }

    /// Whether no attempt is left after the one numbered `attempt`.
    package func isLast(attempt: Int) -> Bool { attempt >= maximumAttempts }

    /// The wait before the attempt after `attempt`: `named` when there is one, within zero and `longestDelay`, else a
    /// draw from the backoff.
    package func delay(
        afterAttempt attempt: Int, named: Duration?, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        if let named { return min(max(.zero, named), longestDelay) }
        return backoff.delay(attempt: attempt, using: &generator)
    }
}
