/// Is told what happens in a queue, for metrics and for the fate of an event.
///
/// Called outside the queue's lock, from whatever thread caused the event; calls of different threads may overtake each
/// other. An implementation must return fast and must not call back into the queue. Every method does nothing by default.
package protocol JobQueueObserver: Sendable {
    /// `count` jobs of `bytes` payload bytes in all were taken.
    func enqueued(count: Int, bytes: Int)

    /// `count` jobs were not taken; `result` says why the first of them was not.
    func refused(count: Int, result: EnqueueResult)

    /// `job` was lent out after it had been ready for `waited`.
    func leased(_ job: Job, waited: Duration)

    /// A worker answered for `job`.
    func settled(_ job: Job, _ outcome: JobOutcome)

    /// A job gave up; `settled` was called for it before.
    func deadLettered(_ letter: DeadLetter)

    /// A dead letter was dropped to make room for a newer one; nothing keeps it any more.
    func forgot(_ letter: DeadLetter)
}

extension JobQueueObserver {
    package func enqueued(count: Int, bytes: Int) {}
    package func refused(count: Int, result: EnqueueResult) {}
    package func leased(_ job: Job, waited: Duration) {}
    package func settled(_ job: Job, _ outcome: JobOutcome) {}
    package func deadLettered(_ letter: DeadLetter) {}
    package func forgot(_ letter: DeadLetter) {}
}
