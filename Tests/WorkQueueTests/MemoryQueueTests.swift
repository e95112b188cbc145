import Synchronization
import TestSupport
import Testing
import Timing

@testable import WorkQueue

@Suite(.timeLimit(.minutes(1)))
struct MemoryQueueTests {
    private let clock = ManualClock()

    private func makeSubject(
        capacity: Int = 1000, maximumAttempts: Int = 8, observer: (any JobQueueObserver)? = nil
    ) -> JobQueueSubject {
        let configuration = MemoryQueueConfiguration(
            capacity: capacity, retryPolicy: RetryPolicy(maximumAttempts: maximumAttempts))
        let clock = clock
        return JobQueueSubject(queue: MemoryQueue(configuration, clock: clock, observer: observer)) {
            clock.advance(by: $0)
        }
    }

    /// Waits until `count` workers wait in line; they enter it on their own threads.
    private func waitForWaiters(_ count: Int, in queue: MemoryQueue) async {
        while queue.waiterCount < count { await Task.yield() }
    }

    // MARK: Retry-After

    @Test func `Without a measured rate the refused are told five seconds`() async {
        let subject = makeSubject(capacity: 1)
        _ = await subject.enqueue("a")
        #expect(await subject.enqueue("b") == [.full(retryAfter: .seconds(5))])
    }

    @Test(arguments: [
        (10, 20, Duration.seconds(3)), (100, 20, .seconds(30)), (100, 1, .seconds(60)), (2, 50, .seconds(1)),
    ])
    func `The refused are told how long the jobs ahead take`(ahead: Int, settled: Int, expected: Duration) async throws
    {
        // `settled` jobs leave within the first instants, six seconds ago.
        let subject = makeSubject(capacity: ahead)
        for number in 0..<settled {
            _ = await subject.enqueue("\(number)")
            let lease = try #require(await subject.lease())
            await subject.queue.settle(lease, .completed)
        }
        await subject.passTime(.seconds(6))
        _ = await subject.enqueue((0..<ahead).map { .make(id: "\($0)") })
        let result = await subject.enqueue("more")
        #expect(result == [.full(retryAfter: expected)])
    }

    @Test func `With nothing but delayed jobs inside the refused are told when the first of them comes back`()
        async throws
    {
        let subject = makeSubject(capacity: 2)
        _ = await subject.enqueue("a", "b")
        let done = try #require(await subject.lease())
        await subject.queue.settle(done, .completed)
        _ = await subject.enqueue("c")
        for _ in 1...2 {
            let lease = try #require(await subject.lease())
            await subject.queue.settle(lease, .snooze(.seconds(20)))
        }
        #expect(await subject.enqueue("d") == [.full(retryAfter: .seconds(20))])
    }

    // MARK: Workers in line

    @Test func `Workers are served in the order in which they came, one for each job`() async {
        let queue = MemoryQueue(clock: clock)
        let served = Lines()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<5 {
                group.addTask {
                    guard let lease = await queue.lease() else { return }
                    served.add("\(worker) got \(lease.job.id)")
                }
                await waitForWaiters(worker + 1, in: queue)
            }
            queue.enqueue([.make(id: "a")]) { _ in }
            #expect(queue.waiterCount == 4)
            queue.enqueue([.make(id: "b"), .make(id: "c"), .make(id: "d")]) { _ in }
            #expect(queue.waiterCount == 1)
            queue.close()
        }
        #expect(served.all.sorted() == ["0 got a", "1 got b", "2 got c", "3 got d"])
    }

    @Test func `A cancelled worker leaves the line and the next one is served`() async {
        let queue = MemoryQueue(clock: clock)
        let first = Task { await queue.lease() }
        await waitForWaiters(1, in: queue)
        let second = Task { await queue.lease() }
        await waitForWaiters(2, in: queue)
        first.cancel()
        #expect(await first.value == nil)
        queue.enqueue([.make(id: "a")]) { _ in }
        #expect(await second.value?.job.id == "a")
    }

    @Test func `A task that is cancelled already gets nothing`() async {
        let queue = MemoryQueue(clock: clock)
        queue.enqueue([.make()]) { _ in }
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await queue.lease()
        }
        task.cancel()
        #expect(await task.value == nil)
        #expect(queue.snapshot().waiting == 1)
    }

    // MARK: Order and delays

    @Test func `Jobs that came back take turns with fresh ones`() async throws {
        let subject = makeSubject()
        _ = await subject.enqueue("r1", "r2", "r3")
        for _ in 1...3 {
            let lease = try #require(await subject.lease())
            await subject.queue.settle(lease, .retry(after: .seconds(60), reason: ""))
        }
        _ = await subject.enqueue("f1", "f2", "f3", "f4", "f5")
        subject.queue.drain()
        var order: [String] = []
        for _ in 1...8 {
            let lease = try #require(await subject.lease())
            order.append(lease.job.id)
        }
        #expect(order == ["r1", "f1", "r2", "f2", "r3", "f3", "f4", "f5"])
    }

    @Test func `The timer is set for delayed jobs only, and again for an earlier one`() async throws {
        let subject = makeSubject()
        let running = Task { await subject.queue.run() }
        _ = await subject.enqueue("a", "b", "c")
        let a = try #require(await subject.lease())
        let b = try #require(await subject.lease())
        let c = try #require(await subject.lease())
        #expect(clock.slept.isEmpty)
        await subject.queue.settle(a, .snooze(.seconds(100)))
        await clock.waitForSleepers()
        await subject.queue.settle(b, .snooze(.seconds(10)))
        while clock.slept.count < 2 { await Task.yield() }
        await subject.queue.settle(c, .snooze(.seconds(50)))
        await clock.waitForSleepers()
        clock.advance(by: .seconds(10))
        #expect(await subject.lease()?.job.id == "b")
        while clock.slept.count < 3 { await Task.yield() }
        #expect(clock.slept == [.seconds(100), .seconds(10), .seconds(40)])
        clock.advance(by: .seconds(90))
        #expect(await subject.lease()?.job.id == "c")
        #expect(await subject.lease()?.job.id == "a")
        running.cancel()
        await running.value
        #expect(clock.slept.count <= 4)
    }

    @Test func `A retry without a named time waits for the backoff`() async throws {
        let policy = RetryPolicy(maximumAttempts: 3, backoff: ExponentialBackoff(base: .seconds(8), cap: .seconds(8)))
        let queue = MemoryQueue(
            MemoryQueueConfiguration(retryPolicy: policy), clock: clock, generator: SeededGenerator(seed: 5))
        var generator = SeededGenerator(seed: 5)
        let expected = policy.delay(afterAttempt: 1, named: nil, using: &generator)
        queue.enqueue([.make()]) { _ in }
        let lease = try #require(await queue.lease())
        let settlement = await queue.settle(lease, .retry(after: nil, reason: "busy"))
        #expect(settlement == .waits(until: clock.now() + expected))
        let running = Task { await queue.run() }
        await clock.waitForSleepers()
        #expect(clock.slept == [expected])
        running.cancel()
        await running.value
    }

    // MARK: What is seen from outside

    @Test func `The oldest waiting job is found among fresh and returned ones`() async throws {
        let subject = makeSubject()
        #expect(subject.queue.snapshot().oldestAcceptedAt == nil)
        let times = [30, 10, 20].map { Timestamp(seconds: $0) }
        _ = await subject.enqueue(times.map { .make(id: "\($0.microseconds)", acceptedAt: $0) })
        #expect(subject.queue.snapshot().oldestAcceptedAt == times[0])
        let lease = try #require(await subject.lease())
        let second = try #require(await subject.lease())
        #expect(subject.queue.snapshot().oldestAcceptedAt == times[2])
        await subject.queue.settle(lease, .snooze(.zero))
        await subject.queue.settle(second, .snooze(.zero))
        #expect(subject.queue.snapshot().oldestAcceptedAt == times[1])
    }

    @Test func `The drain rate counts jobs that left, not attempts`() async throws {
        let subject = makeSubject()
        _ = await subject.enqueue("a", "b")
        for outcome in [JobOutcome.retry(after: .zero, reason: ""), .completed, .discard(reason: "")] {
            let lease = try #require(await subject.lease())
            await subject.queue.settle(lease, outcome)
        }
        #expect(subject.queue.snapshot().drainRate == 2)
    }

    @Test func `An observer is told each step with its figures`() async throws {
        let observer = RecordingObserver()
        let subject = makeSubject(capacity: 2, maximumAttempts: 2, observer: observer)
        _ = await subject.enqueue("a", "b", "c")
        await subject.passTime(.seconds(3))
        let a = try #require(await subject.lease())
        await subject.queue.settle(a, .completed)
        await subject.queue.settle(a, .completed)
        let b = try #require(await subject.lease())
        await subject.queue.settle(b, .discard(reason: "bad"))
        #expect(await subject.queue.retryDeadLetter(id: "b", origin: nil) == .revived(.make(id: "b")))
        #expect(
            observer.lines.all == [
                "enqueued 2 16", "refused 1 full(retryAfter: 5.0 seconds)", "leased a 1 3.0 seconds",
                "settled a completed",
                "leased b 1 3.0 seconds", "settled b discard(reason: \"bad\")", "dead b bad", "enqueued 1 8",
            ])
    }

    @Test func `An observer hears of dead letters that were dropped, and of workers served from the line`() async throws
    {
        let observer = RecordingObserver()
        let configuration = MemoryQueueConfiguration(deadLetterLimit: 1)
        let queue = MemoryQueue(configuration, clock: clock, observer: observer)
        for id in ["a", "b"] {
            let worker = Task { await queue.lease() }
            await waitForWaiters(1, in: queue)
            queue.enqueue([.make(id: id)]) { _ in }
            let lease = try #require(await worker.value)
            await queue.settle(lease, .discard(reason: "bad"))
        }
        #expect(
            observer.lines.all == [
                "enqueued 1 8", "leased a 1 0.0 seconds", "settled a discard(reason: \"bad\")", "dead a bad",
                "enqueued 1 8", "leased b 1 0.0 seconds", "settled b discard(reason: \"bad\")", "dead b bad",
                "forgot a",
            ])
    }

    @Test func `What has left the queue is released`() async throws {
        let subject = makeSubject(capacity: 5000)
        let queue = try #require(subject.queue as? MemoryQueue)
        _ = await subject.enqueue((0..<5000).map { .make(id: "\($0)") })
        #expect(queue.heldRoom >= 5000)
        for _ in 0..<5000 {
            let lease = try #require(await subject.queue.lease())
            await subject.queue.settle(lease, .completed)
        }
        #expect(queue.heldRoom <= 1024)
        #expect(queue.snapshot().bytes == 0)
    }
}

/// Writes down what a queue tells its observer.
private final class RecordingObserver: JobQueueObserver {
    let lines = Lines()

    func enqueued(count: Int, bytes: Int) { lines.add("enqueued \(count) \(bytes)") }
    func refused(count: Int, result: EnqueueResult) { lines.add("refused \(count) \(result)") }
    func leased(_ job: Job, waited: Duration) { lines.add("leased \(job.id) \(job.attempt) \(waited)") }
    func settled(_ job: Job, _ outcome: JobOutcome) { lines.add("settled \(job.id) \(outcome)") }
    func deadLettered(_ letter: DeadLetter) { lines.add("dead \(letter.job.id) \(letter.reason)") }
    func forgot(_ letter: DeadLetter) { lines.add("forgot \(letter.job.id)") }
}

/// Lines written from several threads.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
