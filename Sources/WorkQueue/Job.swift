package import Timing

/// One unit of work. The queue knows nothing of the payload but its size.
package struct Job: Sendable, Equatable {
    /// The caller's name for the job (an event id). Two jobs may share one: senders choose their ids.
    package var id: String
    /// The caller's number for the job, which tells it from every other, whatever they are called. Opaque to the queue.
    package var serial: Int64
    /// Where the job came from (a source name); opaque to the queue.
    package var origin: String
    /// When the caller accepted the work.
    package var acceptedAt: Timestamp
    /// The work itself, opaque to the queue.
    package var payload: [UInt8]
    /// How often the job has been leased, counted from 1 at the first lease; 0 before. A snooze does not raise it.
    package var attempt: Int

    /// Creates a job that has not been leased yet.
    package init(
        id: String, serial: Int64 = 0, origin: String, acceptedAt: Timestamp, payload: [UInt8], attempt: Int = 0
    ) {
        self.id = id
        self.serial = serial
        self.origin = origin
        self.acceptedAt = acceptedAt
        self.payload = payload
        self.attempt = attempt
    }
}
