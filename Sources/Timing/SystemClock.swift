import Glibc

/// The machine's wall clock.
package struct SystemClock: TimeSource {
    /// Creates a clock; all of them tell the same time.
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// Suspends until the wall clock has reached `deadline`. A clock that is set back or forth meanwhile is noticed
    /// at the latest an hour later.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    package func sleep(until deadline: Timestamp) async throws {
        while true {
            try Task.checkCancellation()
            let current = now()
            guard deadline > current else { return }
            // The remaining time may not fit an Int64 when the deadline is absurd, so the step is bounded first.
            let step: Duration = deadline > current + .seconds(3600) ? .seconds(3600) : deadline - current
            try await Task.sleep(for: step)
        }
    }
}
