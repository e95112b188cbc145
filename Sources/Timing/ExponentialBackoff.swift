/// Spaces retries: the longest wait doubles (or grows by another factor) up to a cap, and the wait itself is uniform
/// between zero and that.
///
/// This is the "full jitter" of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/: clients that
/// failed together do not come back together. Attempts count from 1.
package struct ExponentialBackoff: Sendable, Equatable {
    /// The longest wait after the first attempt.
    package let base: Duration
    /// By how much the longest wait grows from one attempt to the next; at least 1.
    package let factor: Double
    /// The most any wait can last.
    package let cap: Duration

    /// Creates a backoff. Negative times count as zero, a factor below 1 (or not a number) as 1.
    package init(base: Duration = .milliseconds(500), factor: Double = 2, cap: Duration = .seconds(30)) {
        self.base = max(base, .zero)
        self.factor = factor >= 1 ? factor : 1
        self.cap = max(cap, .zero)
    }

    /// The longest wait after the attempt numbered `attempt`: `min(cap, base × factor^(attempt − 1))`.
    ///
    /// Numbers below 1 count as 1; numbers so large that the power overflows give the cap. Zero when base or cap is.
    package func ceiling(attempt: Int) -> Duration {
        guard base > .zero else { return .zero }
        var seconds = base.inSeconds
        let limit = cap.inSeconds
        // Exact powers come from multiplying; the loop ends early at the cap, and at once for a factor of 1.
        var remaining = max(attempt, 1) - 1
        while remaining > 0, seconds < limit, factor > 1 {
            seconds *= factor
            remaining -= 1
        }
        return seconds >= limit ? cap : .microseconds(Int64(seconds * 1e6))
    }

    /// Draws the wait after the attempt numbered `attempt`, in microseconds' steps.
    package func delay(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        .microseconds(Int64.random(in: 0...max(0, ceiling(attempt: attempt).inMicroseconds), using: &generator))
    }

    /// Draws the wait after the attempt numbered `attempt` from the system's generator.
    package func delay(attempt: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return delay(attempt: attempt, using: &generator)
    }
}
