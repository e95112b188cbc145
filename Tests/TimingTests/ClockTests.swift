import Synchronization
import TestSupport
import Testing
import Timing

private final class Log: Sendable {
    private let entries = Mutex<[Int]>([])
    var all: [Int] { entries.withLock { $0 } }
    func add(_ entry: Int) { entries.withLock { $0.append(entry) } }
}

@Suite struct ClockTests {
    @Test func `The system clock moves forward while it sleeps`() async throws {
        let clock = SystemClock()
        let before = clock.now()
        try await clock.sleep(for: .milliseconds(5))
        #expect(clock.now() - before >= .milliseconds(5))
        try await clock.sleep(until: Timestamp(microseconds: .min))
    }

    @Test func `A cancelled sleep throws`() async {
        let task = Task { try await SystemClock().sleep(until: Timestamp(microseconds: .max)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `The manual clock wakes sleepers when their time has come`() async throws {
        let clock = ManualClock(now: Timestamp(seconds: 0))
        let woken = Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seconds in [3, 1, 2] {
                group.addTask {
                    try await clock.sleep(for: .seconds(seconds))
                    woken.add(seconds)
                }
            }
            await clock.waitForSleepers(3)
            clock.advance(by: .seconds(1))
            try await group.next()
            #expect(woken.all == [1])
            #expect(clock.sleeperCount == 2)
            clock.advance(by: .seconds(2))
            try await group.waitForAll()
        }
        #expect(clock.sleeperCount == 0)
        #expect(clock.now() == Timestamp(seconds: 3))
    }

    @Test func `Cancelling a sleeper of the manual clock wakes it`() async {
        let clock = ManualClock()
        let task = Task { try await clock.sleep(for: .seconds(1)) }
        await clock.waitForSleepers()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.sleeperCount == 0)
    }
}
