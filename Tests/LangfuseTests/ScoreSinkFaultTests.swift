import Cryptography
import Evaluation
import JSON
import TestSupport
import Testing
import Timing

@testable import Langfuse

struct ScoreSinkFaultTests {
    private let scores = (0..<3).map { Score.make(id: "score-\($0)") }
    private let allWritten = Array(repeating: ScoreWriteOutcome.written, count: 3)

    @Test(arguments: [
        (FakeLangfuse.Fault.tooManyRequests(retryAfter: 7), Duration.seconds(7)),
        (.tooManyRequests(inBody: 9), .seconds(9)),
        (.tooManyRequests(retryAfter: 0), .seconds(1)), (.tooManyRequests(), .seconds(1)),
    ])
    func `A rate limit is waited out, for as long as the server says`(
        fault: FakeLangfuse.Fault, wait: Duration
    ) async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.ingestion, fault)
            #expect(await setup.sink.write(scores) == allWritten)
            #expect(setup.observer.pauses == [wait])
            #expect(setup.clock.slept == [wait])
            #expect(setup.observer.reports.map(\.outcome) == [.rateLimited, .accepted])
        }
    }

    @Test func `During a rate limit nothing is sent, whoever writes`() async throws {
        let clock = ManualClock()
        try await withLangfuse(FakeLangfuse(mode: .v4), clock: clock) { setup in
            setup.fake.fail(.ingestion, .tooManyRequests(retryAfter: 5))
            let sink = setup.sink
            async let first = sink.write([.make(id: "first")])
            await clock.waitForSleepers(1)
            async let second = sink.write([.make(id: "second")])
            await clock.waitForSleepers(2)
            #expect(setup.fake.requests(to: .ingestion).count == 1)
            clock.advance(by: .seconds(5))
            #expect(await first == [.written])
            #expect(await second == [.written])
        }
    }

    @Test func `A rate limit beyond the deadline gives the scores back with the time to return`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.ingestion, .tooManyRequests(retryAfter: 120))
            let sink = setup.sink
            let outcomes = await sink.write(scores)
            #expect(outcomes.map(\.retryAfter) == [.seconds(120), .seconds(120), .seconds(120)])
            // The next writer is not kept waiting either, and does not ask.
            #expect(await sink.write(scores).map(\.retryAfter) == outcomes.map(\.retryAfter))
            #expect(setup.fake.requests(to: .ingestion).count == 1)
            #expect(setup.clock.slept.isEmpty)
        }
    }

    @Test(arguments: [FakeLangfuse.Fault.status(500), .status(503), .status(408), .dropConnection])
    func `Trouble that passes is retried with the same ids`(fault: FakeLangfuse.Fault) async throws {
        for fake in [FakeLangfuse(mode: .v4), FakeLangfuse(mode: .v4, takesArrays: true)] {
            try await withLangfuse(fake) { setup in
                setup.fake.fail(.ingestion, fault, times: 2)
                setup.fake.fail(.scores, fault, times: 2)
                #expect(await setup.sink.write(scores) == allWritten)
                let bodies = setup.fake.requests.filter { $0.method == "POST" }.map(\.body)
                #expect(bodies.count == 3)
                #expect(Set(bodies).count == 1)
                // libcurl itself repeats a request for which a kept connection turned out to be closed.
                let outcomes = setup.observer.reports.map(\.outcome)
                #expect(outcomes.last == .accepted)
                #expect(outcomes.dropLast().allSatisfy { $0 == .unavailable } && outcomes.count >= 2)
            }
        }
    }

    @Test func `Trouble that lasts gives the scores back after a few attempts`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.ingestion, .status(500, message: "on fire"), times: 100)
            let outcomes = await setup.sink.write(scores)
            #expect(outcomes.count == 3)
            #expect(outcomes.allSatisfy { $0.unavailability?.contains("on fire") == true })
            #expect(setup.fake.requests(to: .ingestion).count == 3)
        }
    }

    @Test func `A server that does not answer is given up after the timeout`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4), configure: { $0.timeout = .milliseconds(150) }) { setup in
            setup.fake.fail(.ingestion, .hang, times: 100)
            let outcomes = await setup.sink.write(scores)
            #expect(outcomes.allSatisfy { $0.unavailability != nil })
            #expect(setup.fake.requests(to: .ingestion).count == 3)
        }
    }

    @Test func `Refused keys are the operator's to put right, so scores wait at once`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            _ = try await setup.probe.probe()
            var wrong = setup
            wrong.configuration = try LangfuseConfiguration(
                baseURL: setup.configuration.baseURL, publicKey: "pk-wrong", secretKey: Secret("sk-wrong"))
            let outcomes = await wrong.sink.write(scores)
            for outcome in outcomes {
                let reason = try #require(outcome.unavailability)
                #expect(reason.contains("401") && reason.contains("secret_key"))
                #expect(!reason.contains("sk-wrong") && !reason.contains("pk-wrong"))
            }
            #expect(setup.fake.requests(to: .ingestion).count == 1)
            #expect(setup.observer.reports.map(\.outcome) == [.unauthorized])
        }
    }

    @Test func `A suspended project makes scores wait`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4, takesArrays: true)) { setup in
            setup.fake.fail(.scores, .status(403, message: "Ingestion suspended: Usage threshold exceeded"))
            let outcomes = await setup.sink.write(scores)
            #expect(outcomes.allSatisfy { $0.unavailability?.contains("Usage threshold exceeded") == true })
        }
    }

    @Test func `A body too large for the server is sent in parts`() async throws {
        for fake in [FakeLangfuse(mode: .v4), FakeLangfuse(mode: .v4, takesArrays: true)] {
            try await withLangfuse(fake) { setup in
                setup.fake.fail(.ingestion, .status(413))
                setup.fake.fail(.scores, .status(413))
                #expect(await setup.sink.write(scores) == allWritten)
                #expect(setup.fake.scores.count == 3)
                #expect(setup.fake.requests.filter { $0.method == "POST" }.map(\.scoreCount) == [3, 1, 2])
            }
        }
    }

    @Test func `A refused batch of events is narrowed down to the score at fault`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.ingestion, .status(400), times: 2)
            let outcomes = await setup.sink.write(scores)
            #expect(outcomes[0].rejection?.contains("on order") == true)
            #expect(outcomes[1...] == [.written, .written])
        }
    }

    @Test func `An answer that is not Langfuse's does not count as written`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.ingestion, .garbage)
            let outcomes = await setup.sink.write(scores)
            #expect(outcomes.allSatisfy { $0.unavailability != nil })
        }
    }

    @Test func `What cannot be sent is refused here and the rest is written, in order`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            let huge = JSONValue.string(String(repeating: "x", count: 1_000_001))
            let outcomes = await setup.sink.write([
                .make(id: "nan", value: .numeric(.nan)), .make(id: "a"), .make(id: "huge", metadata: ["blob": huge]),
                .make(id: "b"),
            ])
            #expect(outcomes[0].rejection?.contains("finite") == true)
            #expect(outcomes[2].rejection?.contains("metadata") == true)
            #expect(outcomes[1] == .written && outcomes[3] == .written)
            #expect(setup.fake.scores.map(\.id) == ["a", "b"])
        }
    }

    @Test func `Nothing to write asks nobody`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            #expect(await setup.sink.write([]).isEmpty)
            #expect(setup.fake.requests.isEmpty)
        }
    }
}
