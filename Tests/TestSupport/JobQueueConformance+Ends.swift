import Synchronization
import Testing
import Timing
import WorkQueue

extension JobQueueConformance {
    func drainingEndsWhenNothingIsLeft() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a", "b")
            let a = try #require(await subject.lease())
            subject.queue.drain()
            #expect(await subject.enqueue("c", "d") == [.draining, .draining])
            #expect(subject.queue.snapshot().isDraining)
            let b = try #require(await subject.lease())
            await subject.queue.settle(b, .completed)
            // The line is not at its end: the job that is still running may come back.
            async let last = subject.lease()
            await subject.queue.settle(a, .retry(after: .zero, reason: "again"))
            let again = try #require(await last)
            #expect(again.job.id == "a")
            await subject.queue.settle(again, .completed)
            #expect(await subject.lease() == nil)
        }
    }

    func drainingCutsDelays() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a")
            let first = try #require(await subject.lease())
            await subject.queue.settle(first, .snooze(.seconds(3600)))
            subject.queue.drain()
            let second = try #require(await subject.lease())
            #expect(second.job.id == "a")
            #expect(await subject.queue.settle(second, .completed) == .done)
            #expect(await subject.lease() == nil)
        }
    }

    func drainingSpendsNoAttempts() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("running", "delayed", "fresh")
            let running = try #require(await subject.lease())
            let delayed = try #require(await subject.lease())
            await subject.queue.settle(delayed, .retry(after: .seconds(3600), reason: "away"))
            subject.queue.drain()
            // The one that was running has its one more try still before it.
            guard case .waits(.some) = await subject.queue.settle(running, .retry(after: nil, reason: "away")) else {
                Issue.record("the running job was not put back")
                return
            }
            await subject.passTime(.seconds(1))
            for _ in 1...3 {
                let lease = try #require(await subject.lease())
                #expect(await subject.queue.settle(lease, .retry(after: .zero, reason: "away")) == .waits(until: nil))
            }
            #expect(await subject.lease() == nil, "each was tried once more, and no more")
            let snapshot = subject.queue.snapshot()
            #expect([snapshot.waiting, snapshot.delayed, snapshot.running, snapshot.dead] == [0, 3, 0, 0])
            #expect(snapshot.bytes == 24)
        }
    }

    func settlingSaysWhatFollows() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a", "b", "c")
            let a = try #require(await subject.lease())
            guard case .waits(let named?) = await subject.queue.settle(a, .retry(after: .seconds(60), reason: "")),
                case .waits(let drawn?) = await subject.queue.settle(
                    try #require(await subject.lease()), .retry(after: nil, reason: ""))
            else {
                Issue.record("a job that comes back has a time")
                return
            }
            // The first wait of the usual backoff is at most a second.
            #expect((Duration.seconds(59)...(.seconds(60))).contains(named - drawn))
            #expect(await subject.queue.settle(a, .completed) == .stale)
            let c = try #require(await subject.lease())
            #expect(await subject.queue.settle(c, .discard(reason: "bad")) == .dead)
        }
    }

    func closingEndsEveryLease() async throws {
        try await withQueue { subject in
            await withTaskGroup(of: LeasedJob?.self) { group in
                for _ in 1...5 { group.addTask { await subject.lease() } }
                subject.queue.close()
                for await lease in group { #expect(lease == nil) }
            }
            #expect(await subject.lease() == nil)
            #expect(await subject.enqueue("a") == [.draining])
        }
    }

    func closingKeepsWhatIsInside() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("done", "delayed", "back", "waiting")
            let done = try #require(await subject.lease())
            let delayed = try #require(await subject.lease())
            let back = try #require(await subject.lease())
            await subject.queue.settle(delayed, .snooze(.seconds(3600)))
            subject.queue.close()
            #expect(await subject.lease() == nil)
            await subject.queue.settle(done, .completed)
            await subject.queue.settle(back, .retry(after: .zero, reason: "cut off"))
            let snapshot = subject.queue.snapshot()
            #expect([snapshot.waiting, snapshot.delayed, snapshot.running] == [2, 1, 0])
            #expect(snapshot.isDraining)
        }
    }

    func aCancelledLeaseLosesNoJob() async throws {
        try await withQueue { subject in
            let leased = Mutex<Set<String>>([])
            for round in 0..<200 {
                await withTaskGroup(of: LeasedJob?.self) { group in
                    group.addTask { await subject.queue.lease() }
                    if round.isMultiple(of: 2) { await Task.yield() }
                    async let result = subject.enqueue("\(round)")
                    group.cancelAll()
                    if let lease = await group.next() ?? nil {
                        leased.withLock { _ = $0.insert(lease.job.id) }
                        await subject.queue.settle(lease, .completed)
                    }
                    #expect(await result == [.accepted])
                }
            }
            let rest = subject.queue.snapshot().waiting
            for _ in 0..<rest {
                let lease = try #require(await subject.lease())
                #expect(leased.withLock { $0.insert(lease.job.id).inserted })
                await subject.queue.settle(lease, .completed)
            }
            #expect(leased.withLock { $0.count } == 200)
            #expect(subject.queue.snapshot().running == 0)
        }
    }

    /// Four producers and eight workers; a job fails up to three times, then it succeeds, unless the drain comes first.
    func everyAcceptedJobIsSettledOnce() async throws {
        var limits = JobQueueLimits()
        limits.capacity = 64
        try await withQueue(limits) { subject in
            let books = Books()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { await books.work(on: subject.queue) } }
                await withTaskGroup(of: Void.self) { producers in
                    for producer in 0..<4 { producers.addTask { await books.produce(producer, into: subject) } }
                }
                subject.queue.drain()
            }
            let (accepted, completed) = (books.accepted.withLock { $0 }, books.completed.withLock { $0 })
            #expect(accepted.count >= 64)
            #expect(Set(completed.keys).isSubset(of: accepted))
            #expect(completed.values.allSatisfy { $0 == 1 })
            // A job that fails again in its one more try of the drain is left over.
            let snapshot = subject.queue.snapshot()
            #expect(completed.count + snapshot.delayed == accepted.count)
            #expect(snapshot.waiting + snapshot.running + snapshot.dead == 0)
        }
    }

    /// Closes the queue while producers and workers are busy: what was accepted is done once or still inside.
    func closingInTheMiddleLosesNothing() async throws {
        try await withQueue { subject in
            let books = Books()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await books.work(on: subject.queue) } }
                for producer in 0..<4 { group.addTask { await books.produce(producer, into: subject) } }
                group.addTask {
                    while books.completed.withLock({ $0.count }) < 100 { await Task.yield() }
                    subject.queue.close()
                }
            }
            let (accepted, completed) = (books.accepted.withLock { $0 }, books.completed.withLock { $0 })
            let snapshot = subject.queue.snapshot()
            #expect(completed.values.allSatisfy { $0 == 1 })
            #expect(accepted.isSuperset(of: completed.keys))
            #expect(snapshot.running == 0)
            #expect(snapshot.waiting + snapshot.delayed == accepted.count - completed.count)
            #expect(snapshot.bytes == 8 * (accepted.count - completed.count))
        }
    }
}

/// What producers put in and workers got done.
private final class Books: Sendable {
    let accepted = Mutex<Set<String>>([])
    let completed = Mutex<[String: Int]>([:])

    func produce(_ producer: Int, into subject: JobQueueSubject) async {
        for number in 0..<250 {
            let id = "\(producer)-\(number)"
            if await subject.enqueue(id) == [.accepted] { accepted.withLock { _ = $0.insert(id) } }
        }
    }

    func work(on queue: any JobQueue) async {
        while let lease = await queue.lease() {
            // The last digit of the name says how often the job fails.
            let failures = (lease.job.id.utf8.last.map(Int.init) ?? 0) % 4
            if lease.job.attempt > failures {
                completed.withLock { $0[lease.job.id, default: 0] += 1 }
                await queue.settle(lease, .completed)
            } else {
                await queue.settle(lease, .retry(after: .zero, reason: "again"))
            }
        }
    }
}
