/// A worker's answer for a job.
package enum JobOutcome: Sendable, Equatable {
    /// Done; forget it.
    case completed
    /// Failed for now: run it again after the backoff, or after `after` when the other side named a time.
    /// On the last attempt it becomes a dead letter with `reason`.
    case retry(after: Duration?, reason: String)
    /// Not yet: run it again after the given time without counting an attempt.
    case snooze(Duration)
    /// Never: it becomes a dead letter with this reason at once.
    case discard(reason: String)
}
