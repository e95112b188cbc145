package import Timing

/// A job that gave up, kept for a person to look at.
package struct DeadLetter: Sendable, Equatable {
    /// The job as it was at its last attempt.
    package var job: Job
    /// Why it gave up.
    package var reason: String
    /// When it gave up.
    package var diedAt: Timestamp

    /// Creates a dead letter.
    package init(job: Job, reason: String, diedAt: Timestamp) {
        self.job = job
        self.reason = reason
        self.diedAt = diedAt
    }
}
