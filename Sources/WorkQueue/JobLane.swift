import DequeModule
import Timing

/// A job that may be leased, and since when.
struct ReadyJob: Sendable {
    var job: Job
    var readyAt: Timestamp
}

/// Jobs that may be leased, first in, first out.
struct JobLane: Sendable {
    private var jobs: Deque<ReadyJob> = []
    /// The most jobs that the lane has held since its room was last given back.
    private(set) var peak = 0

    /// The size up to which an empty lane keeps its room for the next jobs.
    private static let keptRoom = 1024

    var count: Int { jobs.count }
    var isEmpty: Bool { jobs.isEmpty }

    /// When the oldest job was accepted, looking at each.
    var oldestAcceptedAt: Timestamp? { jobs.lazy.map(\.job.acceptedAt).min() }

    /// When the job to be leased next was accepted.
    var nextAcceptedAt: Timestamp? { jobs.first?.job.acceptedAt }

    /// Since when the job to be leased next has been ready: none has been for longer.
    var nextReadyAt: Timestamp? { jobs.first?.readyAt }

    mutating func append(_ job: Job, readyAt: Timestamp) {
        jobs.append(ReadyJob(job: job, readyAt: readyAt))
        peak = max(peak, jobs.count)
    }

    mutating func popFirst() -> ReadyJob? {
        let first = jobs.popFirst()
        // A deque never shrinks by itself; after a burst its room would be held for good.
        if jobs.isEmpty, peak > Self.keptRoom {
            jobs = []
            peak = 0
        }
        return first
    }
}
