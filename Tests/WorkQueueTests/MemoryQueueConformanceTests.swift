import TestSupport
import Testing
import Timing

@testable import WorkQueue

struct MemoryQueueConformanceTests {
    @Test(.timeLimit(.minutes(1)), arguments: JobQueueConformance.Check.allCases)
    func `The memory queue keeps what any queue keeps`(check: JobQueueConformance.Check) async throws {
        let suite = JobQueueConformance { limits in
            let clock = ManualClock()
            let queue = MemoryQueue(
                MemoryQueueConfiguration(
                    capacity: limits.capacity,
                    maximumBytes: limits.maximumBytes,
                    retryPolicy: RetryPolicy(maximumAttempts: limits.maximumAttempts),
                    deadLetterLimit: limits.deadLetterLimit),
                clock: clock)
            return JobQueueSubject(queue: queue) { clock.advance(by: $0) }
        }
        try await suite.run(check)
    }
}
