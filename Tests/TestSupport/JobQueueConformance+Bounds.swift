import Testing
import WorkQueue

extension JobQueueConformance {
    func capacityCountsEveryPlace() async throws {
        var limits = JobQueueLimits()
        limits.capacity = 3
        try await withQueue(limits) { subject in
            _ = await subject.enqueue("delayed", "running", "waiting")
            let delayed = try #require(await subject.lease())
            let running = try #require(await subject.lease())
            await subject.queue.settle(delayed, .snooze(.seconds(3600)))
            let snapshot = subject.queue.snapshot()
            #expect([snapshot.delayed, snapshot.running, snapshot.waiting] == [1, 1, 1])
            #expect(isFull(await subject.enqueue("more")))
            await subject.queue.settle(running, .completed)
            #expect(await subject.enqueue("more") == [.accepted])
        }
    }

    func bytesAreBounded() async throws {
        var limits = JobQueueLimits()
        limits.maximumBytes = 100
        try await withQueue(limits) { subject in
            #expect(await subject.enqueue("a", size: 60) == [.accepted])
            #expect(isFull(await subject.enqueue("b", size: 41)))
            #expect(await subject.enqueue("c", size: 40) == [.accepted])
            #expect(subject.queue.snapshot().bytes == 100)
            #expect(await subject.enqueue("empty", size: 0) == [.accepted])
            let lease = try #require(await subject.lease())
            #expect(subject.queue.snapshot().bytes == 100)
            await subject.queue.settle(lease, .completed)
            #expect(subject.queue.snapshot().bytes == 40)
            #expect(await subject.enqueue("giant", size: 101) == [.tooLarge(bytes: 101, limit: 100)])
        }
    }

    func nothingOvertakesTheJobThatDidNotFit() async throws {
        var limits = JobQueueLimits()
        limits.maximumBytes = 100
        try await withQueue(limits) { subject in
            let sizes = [50, 40, 20, 1]
            let results = await subject.enqueue(sizes.map { .make(id: "\($0)", size: $0) })
            #expect(results.prefix(2) == [.accepted, .accepted])
            #expect(results.count == 4)
            #expect(results.dropFirst(2).allSatisfy { isFull([$0]) })
            #expect(subject.queue.snapshot().waiting == 2)
            #expect(await subject.enqueue([]).isEmpty)
        }
    }

    func deadLettersAreNewestFirst() async throws {
        var limits = JobQueueLimits()
        limits.deadLetterLimit = 3
        try await withQueue(limits) { subject in
            _ = await subject.enqueue("a", "b", "c", "d")
            for _ in 1...4 {
                let lease = try #require(await subject.lease())
                await subject.queue.settle(lease, .discard(reason: "bad"))
            }
            #expect(subject.queue.deadLetters(limit: 10).map(\.job.id) == ["d", "c", "b"])
            #expect(subject.queue.deadLetters(limit: 2).map(\.job.id) == ["d", "c"])
            #expect(subject.queue.deadLetters(limit: 0).isEmpty)
            #expect(subject.queue.snapshot().dead == 3)
        }
    }

    func aDeadLetterCanBeRetried() async throws {
        var limits = JobQueueLimits()
        limits.capacity = 1
        try await withQueue(limits) { subject in
            _ = await subject.enqueue("a")
            let first = try #require(await subject.lease())
            await subject.queue.settle(first, .retry(after: .zero, reason: "busy"))
            let second = try #require(await subject.lease())
            await subject.queue.settle(second, .discard(reason: "bad"))
            #expect(await subject.queue.retryDeadLetter(id: "unknown", origin: nil) == .notFound)
            _ = await subject.enqueue("b")
            guard case .refused(.full) = await subject.queue.retryDeadLetter(id: "a", origin: nil) else {
                Issue.record("there is no room")
                return
            }
            #expect(subject.queue.deadLetters(limit: 10).map(\.job.id) == ["a"])
            let other = try #require(await subject.lease())
            await subject.queue.settle(other, .completed)
            #expect(await subject.queue.retryDeadLetter(id: "a", origin: "elsewhere") == .notFound)
            #expect(await subject.queue.retryDeadLetter(id: "a", origin: "test") == .revived(.make(id: "a")))
            #expect(await subject.queue.retryDeadLetter(id: "a", origin: nil) == .notFound, "only once")
            #expect(subject.queue.deadLetters(limit: 10).isEmpty)
            let lease = try #require(await subject.lease())
            #expect(lease.job.id == "a")
            #expect(lease.job.attempt == 1)
            #expect(lease.job.acceptedAt == Job.make().acceptedAt)
        }
    }

    func aRetryWhileDrainingSaysSo() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a")
            let lease = try #require(await subject.lease())
            await subject.queue.settle(lease, .discard(reason: "bad"))
            subject.queue.drain()
            #expect(await subject.queue.retryDeadLetter(id: "a", origin: nil) == .refused(.draining))
            #expect(subject.queue.deadLetters(limit: 10).count == 1)
        }
    }

    /// Whether the one result is a refusal for want of room that names a time of one to sixty seconds.
    private func isFull(_ results: [EnqueueResult]) -> Bool {
        guard results.count == 1, case .full(let retryAfter) = results[0] else { return false }
        return (.seconds(1)...Duration.seconds(60)).contains(retryAfter)
    }
}
