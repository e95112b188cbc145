package import Timing

/// What a queue made of a worker's answer.
package enum Settlement: Sendable, Equatable {
    /// The job is done and gone.
    case done
    /// The job comes back at this time; with nil it is left over by a queue that shuts down.
    case waits(until: Timestamp?)
    /// The job gave up and is a dead letter.
    case dead
    /// The lease had been settled before, so that nothing changed.
    case stale
}
