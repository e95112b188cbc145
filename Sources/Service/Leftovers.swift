import WorkQueue

/// What was still in the queue when the service stopped; with a memory queue it is lost.
package struct Leftovers: Sendable, Equatable {
    /// Jobs nobody had started.
    package var waiting: Int
    /// Jobs that waited for another attempt.
    package var delayed: Int
    /// Jobs that were cut off in the middle.
    package var running: Int
    /// Jobs that had given up and were kept for a person to look at.
    package var dead: Int

    /// The jobs that will not be done. Dead letters count: the memory queue takes them along.
    package var count: Int { waiting + delayed + running + dead }

    init(_ snapshot: QueueSnapshot) {
        waiting = snapshot.waiting
        delayed = snapshot.delayed
        running = snapshot.running
        dead = snapshot.dead
    }
}
