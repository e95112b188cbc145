package import Timing
package import WorkQueue

/// The bounds that a conformance check asks for.
package struct JobQueueLimits: Sendable {
    package var capacity = 1000
    package var maximumBytes = 1 << 20
    package var maximumAttempts = 4
    package var deadLetterLimit = 100

    package init() {}
}

/// A queue under test, and how time passes for it.
package struct JobQueueSubject: Sendable {
    /// The empty queue; its `run` has not been started.
    package var queue: any JobQueue
    /// Lets the time pass that delays are measured by: moves a manual clock, or waits.
    package var passTime: @Sendable (Duration) async -> Void

    package init(queue: any JobQueue, passTime: @escaping @Sendable (Duration) async -> Void) {
        self.queue = queue
        self.passTime = passTime
    }

    /// Offers jobs and waits for the answers.
    package func enqueue(_ jobs: [Job]) async -> [EnqueueResult] {
        await withCheckedContinuation { continuation in
            queue.enqueue(jobs) { continuation.resume(returning: $0) }
        }
    }

    /// Offers jobs named `ids` of `size` bytes each, and waits for the answers.
    package func enqueue(_ ids: String..., size: Int = 8) async -> [EnqueueResult] {
        await enqueue(ids.map { .make(id: $0, size: size) })
    }

    /// Leases a job; nil when the queue is at its end, or when it gave none for ten seconds of real time.
    package func lease() async -> LeasedJob? {
        let queue = queue
        return await withTaskGroup(of: LeasedJob?.self) { group in
            group.addTask { await queue.lease() }
            group.addTask {
                // Only a failing check ever waits this long.
                try? await Task.sleep(for: .seconds(10))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}

extension Job {
    /// Makes a job of `size` payload bytes.
    package static func make(
        id: String = "job", origin: String = "test", acceptedAt: Timestamp = Timestamp(seconds: 1_795_251_600),
        size: Int = 8
    ) -> Job {
        Job(id: id, origin: origin, acceptedAt: acceptedAt, payload: [UInt8](repeating: 0x61, count: size))
    }
}
