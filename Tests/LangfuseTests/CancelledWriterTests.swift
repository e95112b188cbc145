import Cryptography
import Evaluation
import Synchronization
import TestSupport
import Testing
import Timing

@testable import Langfuse

struct CancelledWriterTests {
    /// Ends the wait of whoever waits, now or later.
    private struct Gate: Sendable {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream() }

        func wait() async { for await _ in stream {} }
        func open() { continuation.finish() }
    }

    /// A writer that waits, and one whose score is on its way with somebody else's.
    @Test(arguments: [1, 2])
    func `A writer cancelled while another sends goes at once`(_ batchSize: Int) async throws {
        let sent = Mutex(0)
        let gate = Gate()
        var limits = try LangfuseConfiguration(baseURL: "http://127.0.0.1:1", publicKey: "a", secretKey: Secret("b"))
            .batching
        limits.maximumInFlight = 1
        let planned = Gate()
        let batcher = ScoreBatcher(limits: limits, time: ManualClock(), observer: SilentLangfuseObserver()) {
            await planned.wait()
            return ScoreBatcher.Plan(
                mode: .array, maximumItems: batchSize, maximumBytes: 1_000_000, deadline: Timestamp(seconds: 0))
        } send: { scores, _ in
            sent.withLock { $0 += scores.count }
            await gate.wait()
            return scores.map { _ in .written }
        }
        let first = Task { await batcher.submit([OutgoingScore(Score.make(id: "1"), name: "n", environment: nil)]) }
        try await eventually("the first writer") { batcher.pendingCount == 1 }
        let hasGone = Mutex(false)
        let second = Task {
            defer { hasGone.withLock { $0 = true } }
            return await batcher.submit([OutgoingScore(Score.make(id: "2"), name: "n", environment: nil)])
        }
        try await eventually("the second writer") { batcher.pendingCount == 2 }
        planned.open()
        try await eventually("the request") { sent.withLock { $0 } == batchSize }
        second.cancel()
        try await eventually("the end of its wait") { hasGone.withLock { $0 } }
        #expect(await second.value.first?.unavailability != nil)
        #expect(batcher.pendingCount == 0)
        gate.open()
        #expect(await first.value == [.written])
        #expect(sent.withLock { $0 } == batchSize)
    }

    @Test func `A cancelled writer gives up its own scores and does not send those of others again and again`()
        async throws
    {
        let clock = ManualClock()
        let leaders = Mutex(0)
        let sent = Mutex(0)
        let gate = Gate()
        var limits = try LangfuseConfiguration(baseURL: "http://127.0.0.1:1", publicKey: "a", secretKey: Secret("b"))
            .batching
        limits.maximumInFlight = 2
        let batcher = ScoreBatcher(limits: limits, time: clock, observer: SilentLangfuseObserver()) {
            let number = leaders.withLock { leaders in
                leaders += 1
                return leaders
            }
            // The first leader keeps a break; the second sleeps until it is cancelled.
            if number == 1 { await gate.wait() } else { try? await clock.sleep(for: .seconds(60)) }
            return ScoreBatcher.Plan(
                mode: .array, maximumItems: 1, maximumBytes: 1_000_000, deadline: clock.now() + .seconds(60))
        } send: { scores, _ in
            let number = sent.withLock { sent in
                sent += 1
                return sent
            }
            // Whoever turns in circles is let out, to fail below.
            if number > 100 { gate.open() }
            let outcome = Task.isCancelled ? ScoreWriteOutcome.unavailable("cancelled", retryAfter: nil) : .written
            return scores.map { _ in outcome }
        }
        let first = Task { await batcher.submit([OutgoingScore(Score.make(id: "1"), name: "n", environment: nil)]) }
        try await eventually("the first leader") { leaders.withLock { $0 } == 1 }
        let second = Task { await batcher.submit([OutgoingScore(Score.make(id: "2"), name: "n", environment: nil)]) }
        await clock.waitForSleepers(1)
        second.cancel()
        #expect(await second.value.first?.unavailability != nil)
        #expect(sent.withLock { $0 } == 1)
        gate.open()
        #expect(await first.value == [.written])
        #expect(sent.withLock { $0 } == 2)
    }
}
