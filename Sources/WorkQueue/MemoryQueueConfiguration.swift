/// The bounds of a `MemoryQueue`.
package struct MemoryQueueConfiguration: Sendable {
    /// The most jobs that waiting, delayed and running may come to; at least 1.
    package var capacity: Int
    /// The most payload bytes they may come to; at least 1.
    package var maximumBytes: Int
    /// When a failed job runs again.
    package var retryPolicy: RetryPolicy
    /// How many dead letters are kept; the oldest is dropped for a newer one. 0 keeps none.
    package var deadLetterLimit: Int
    /// The most bytes of payloads and reasons that dead letters may hold. The newest is kept whatever its size.
    package var deadLetterMaximumBytes: Int

    /// Creates bounds. Values below their least count as their least.
    package init(
        capacity: Int = 100_000,
        maximumBytes: Int = 256 << 20,
        retryPolicy: RetryPolicy = RetryPolicy(),
        deadLetterLimit: Int = 1000,
        deadLetterMaximumBytes: Int = 16 << 20
    ) {
        self.capacity = max(1, capacity)
        self.maximumBytes = max(1, maximumBytes)
        self.retryPolicy = retryPolicy
        self.deadLetterLimit = max(0, deadLetterLimit)
        self.deadLetterMaximumBytes = max(0, deadLetterMaximumBytes)
    }
}
