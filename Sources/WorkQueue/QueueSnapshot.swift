package import Timing

/// How full a queue is at one moment.
package struct QueueSnapshot: Sendable, Equatable {
    /// Jobs ready to be leased.
    package var waiting = 0
    /// Jobs put back with a delay that has not passed, and those that a drain left over.
    package var delayed = 0
    /// Jobs on loan.
    package var running = 0
    /// Jobs that gave up and are kept.
    package var dead = 0
    /// Payload bytes of waiting, delayed and running jobs.
    package var bytes = 0
    /// The most jobs that waiting, delayed and running may come to.
    package var capacity = 0
    /// The most payload bytes.
    package var maximumBytes = 0
    /// When the oldest waiting job was accepted; nil when none waits.
    package var oldestAcceptedAt: Timestamp?
    /// Since when the oldest waiting job has been ready: later than its acceptance when it came back; nil when none waits.
    package var oldestReadyAt: Timestamp?
    /// Jobs settled a second, over the last seconds; 0 when nothing was settled lately.
    package var drainRate = 0.0
    /// Whether new jobs are refused for good.
    package var isDraining = false

    /// Creates an empty snapshot.
    package init() {}
}
