import TestSupport
import Testing
import Timing
import WorkQueue

@testable import Service

struct HealthTests {
    @Test func `A dead letter that was put back has waited since then, not since it was accepted`() async throws {
        let clock = ManualClock()
        let queue = MemoryQueue(clock: clock)
        let health = Health(queue: queue, workers: 1, clock: clock)
        func isMoving() -> Bool { health.checks().first { $0.name == "progress" }?.isPassing == true }

        queue.enqueue([.make(id: "old", acceptedAt: clock.now())]) { _ in }
        let old = try #require(await queue.lease())
        await queue.settle(old, .discard(reason: "wrong"))
        clock.advance(by: .seconds(86_400))
        // The only worker is busy with another one.
        queue.enqueue([.make(id: "busy", acceptedAt: clock.now())]) { _ in }
        _ = try #require(await queue.lease())
        guard case .revived = await queue.retryDeadLetter(id: "old") else {
            Issue.record("the dead letter was not put back")
            return
        }
        #expect(isMoving())
        clock.advance(by: .seconds(601))
        #expect(!isMoving())
        health.jobSettled()
        #expect(isMoving())
    }
}
