import Testing
import WorkQueue

extension JobQueueConformance {
    func freshJobsAreLeasedInOrder() async throws {
        try await withQueue { subject in
            #expect(await subject.enqueue("a", "b") == [.accepted, .accepted])
            #expect(await subject.enqueue("c") == [.accepted])
            for id in ["a", "b", "c"] {
                let lease = try #require(await subject.lease())
                #expect(lease.job.id == id)
                await subject.queue.settle(lease, .completed)
            }
            #expect(subject.queue.snapshot().running == 0)
        }
    }

    func attemptsCountFromOne() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a")
            for attempt in 1...3 {
                let lease = try #require(await subject.lease())
                #expect(lease.job.attempt == attempt)
                #expect(!lease.isLastAttempt)
                await subject.queue.settle(lease, .retry(after: .zero, reason: "again"))
            }
            let last = try #require(await subject.lease())
            #expect(last.job.attempt == 4)
            #expect(last.isLastAttempt)
        }
    }

    func aSnoozeCountsNoAttempt() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a")
            for _ in 1...6 {
                let lease = try #require(await subject.lease())
                #expect(lease.job.attempt == 1)
                await subject.queue.settle(lease, .snooze(.zero))
            }
        }
    }

    func aDelayedJobWaitsForItsTime() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("late")
            let first = try #require(await subject.lease())
            await subject.queue.settle(first, .retry(after: .seconds(2), reason: "busy"))
            #expect(subject.queue.snapshot().delayed == 1)
            #expect(subject.queue.snapshot().waiting == 0)
            _ = await subject.enqueue("fresh")
            let fresh = try #require(await subject.lease())
            #expect(fresh.job.id == "fresh")
            await subject.passTime(.seconds(2))
            let second = try #require(await subject.lease())
            #expect(second.job.id == "late")
            #expect(second.job.attempt == 2)
        }
    }

    func anEarlierDelayEndsEarlier() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("slow", "quick")
            let slow = try #require(await subject.lease())
            await subject.queue.settle(slow, .snooze(.seconds(3600)))
            let quick = try #require(await subject.lease())
            await subject.queue.settle(quick, .snooze(.seconds(1)))
            await subject.passTime(.seconds(1))
            #expect(await subject.lease()?.job.id == "quick")
            #expect(subject.queue.snapshot().delayed == 1)
        }
    }

    func theLastRetryBecomesADeadLetter() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a")
            for _ in 1...4 {
                let lease = try #require(await subject.lease())
                await subject.queue.settle(lease, .retry(after: .zero, reason: "failure \(lease.job.attempt)"))
            }
            let letter = try #require(subject.queue.deadLetters(limit: 10).first)
            #expect(letter.job.id == "a")
            #expect(letter.job.attempt == 4)
            #expect(letter.reason == "failure 4")
            let snapshot = subject.queue.snapshot()
            #expect(snapshot.dead == 1)
            #expect(snapshot.waiting + snapshot.delayed + snapshot.running + snapshot.bytes == 0)
        }
    }

    func failuresBelowTheLimitEndInSuccess() async throws {
        for failures in 1..<JobQueueLimits().maximumAttempts {
            try await withQueue { subject in
                _ = await subject.enqueue("a")
                for _ in 0..<failures {
                    let lease = try #require(await subject.lease())
                    await subject.queue.settle(lease, .retry(after: .zero, reason: "again"))
                }
                let lease = try #require(await subject.lease())
                #expect(lease.job.attempt == failures + 1)
                await subject.queue.settle(lease, .completed)
                #expect(subject.queue.deadLetters(limit: 10).isEmpty)
                let snapshot = subject.queue.snapshot()
                #expect(snapshot.waiting + snapshot.delayed + snapshot.running + snapshot.bytes == 0)
            }
        }
    }

    func aDiscardedJobIsDeadAtOnce() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a")
            let lease = try #require(await subject.lease())
            await subject.queue.settle(lease, .discard(reason: "no such trace"))
            let letter = try #require(subject.queue.deadLetters(limit: 10).first)
            #expect(letter.reason == "no such trace")
            #expect(letter.job.attempt == 1)
            #expect(letter.job.payload == Job.make().payload)
        }
    }

    func settlingTwiceIsIgnored() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a", "b")
            let lease = try #require(await subject.lease())
            await subject.queue.settle(lease, .completed)
            await subject.queue.settle(lease, .retry(after: .zero, reason: "twice"))
            await subject.queue.settle(lease, .discard(reason: "thrice"))
            let snapshot = subject.queue.snapshot()
            #expect(snapshot.waiting == 1)
            #expect(snapshot.delayed + snapshot.running + snapshot.dead == 0)
            #expect(snapshot.bytes == 8)
        }
    }

    func anOldReceiptIsIgnored() async throws {
        try await withQueue { subject in
            _ = await subject.enqueue("a")
            let old = try #require(await subject.lease())
            await subject.queue.settle(old, .retry(after: .zero, reason: "again"))
            let new = try #require(await subject.lease())
            await subject.queue.settle(old, .completed)
            #expect(subject.queue.snapshot().running == 1)
            await subject.queue.settle(new, .completed)
            #expect(subject.queue.snapshot().running == 0)
        }
    }
}
