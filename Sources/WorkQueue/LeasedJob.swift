/// A job on loan to a worker, with the receipt by which it is settled.
package struct LeasedJob: Sendable {
    /// The job; `attempt` counts this lease.
    package var job: Job
    /// Tells this lease from an earlier one of the same job.
    package var receipt: UInt64
    /// Whether no attempt is left after this one, so that a retry would become a dead letter.
    package var isLastAttempt: Bool

    /// Creates a lease.
    package init(job: Job, receipt: UInt64, isLastAttempt: Bool) {
        self.job = job
        self.receipt = receipt
        self.isLastAttempt = isLastAttempt
    }
}
