/// What became of a job that was offered to the queue.
package enum EnqueueResult: Sendable, Equatable {
    /// The queue has it.
    case accepted
    /// There is no room, in count or in bytes. `retryAfter` is when room is likely, from the measured drain rate.
    case full(retryAfter: Duration)
    /// The job's bytes are more than the queue may ever hold: offering it again is in vain.
    case tooLarge(bytes: Int, limit: Int)
    /// The queue is shutting down.
    case draining
    /// The driver could not keep it (a journal that cannot write, a broker that is away).
    case unavailable(reason: String)
}
