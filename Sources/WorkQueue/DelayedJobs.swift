import HeapModule
import Timing

/// Jobs put back with a delay, by the instant at which they may run again.
struct DelayedJobs: Sendable {
    private struct Element: Comparable, Sendable {
        var deadline: Timestamp
        /// Keeps jobs of one deadline in the order in which they were put back.
        var sequence: UInt64
        var job: Job

        static func < (left: Self, right: Self) -> Bool {
            (left.deadline, left.sequence) < (right.deadline, right.sequence)
        }

        static func == (left: Self, right: Self) -> Bool {
            left.sequence == right.sequence
        }
    }

    private var heap = Heap<Element>()
    private var nextSequence: UInt64 = 0

    var count: Int { heap.count }

    /// When the first job may run again; nil when there is none.
    var earliest: Timestamp? { heap.min?.deadline }

    mutating func insert(_ job: Job, deadline: Timestamp) {
        heap.insert(Element(deadline: deadline, sequence: nextSequence, job: job))
        nextSequence += 1
    }

    /// Takes out the first job whose deadline is not after `instant`.
    mutating func popDue(at instant: Timestamp) -> Job? {
        guard let first = heap.min, first.deadline <= instant else { return nil }
        return popFirst()
    }

    /// Takes out the first job, due or not.
    mutating func popFirst() -> Job? {
        let job = heap.popMin()?.job
        // Like a deque, a heap keeps the room of its largest moment.
        if heap.isEmpty { heap = Heap() }
        return job
    }
}
