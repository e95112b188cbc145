/// Keeps what was spent beyond the life of the process. Safe to use from any task.
package protocol SpendLedger: Sendable {
    /// Everything noted for `day` and later, in days since 1970-01-01 UTC. What lies before may be deleted.
    func entries(since day: Int64) async throws -> [SpendEntry]

    /// Adds `entries` to what is noted for their judges and days, all of them or, when it throws, none.
    func add(_ entries: [SpendEntry]) async throws
}

/// What one judge spent on one day.
package struct SpendEntry: Sendable, Equatable {
    /// The judge's name in the configuration; empty for calls that no judge made.
    package var judge: String
    /// Days since 1970-01-01 UTC.
    package var day: Int64
    /// The amount.
    package var spend: Spend

    /// Creates an entry.
    package init(judge: String, day: Int64, spend: Spend) {
        self.judge = judge
        self.day = day
        self.spend = spend
    }
}
