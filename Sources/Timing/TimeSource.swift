/// Tells the wall-clock time and waits, so that tests can move time by hand.
package protocol TimeSource: Sendable {
    /// The current instant.
    func now() -> Timestamp

    /// Suspends until `deadline` has passed. Returns at once for a deadline in the past.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    func sleep(until deadline: Timestamp) async throws
}

extension TimeSource {
    /// Suspends for `duration`; returns at once when it is zero or negative.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    package func sleep(for duration: Duration) async throws {
        try await sleep(until: now() + duration)
    }
}
