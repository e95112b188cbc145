import Evaluation
import JSON
import TestSupport
import Testing
import Timing

@testable import Langfuse

struct ScoreSinkModeTests {
    private let scores = (0..<4).map { Score.make(id: "score-\($0)") }
    private let allWritten = Array(repeating: ScoreWriteOutcome.written, count: 4)

    @Test func `Version 3 and early version 4 get events with the scores' own time`() async throws {
        for mode in [FakeLangfuse.Mode.v3, .v4] {
            try await withLangfuse(FakeLangfuse(mode: mode)) { setup in
                #expect(await setup.sink.write(scores) == allWritten)
                #expect(setup.fake.requests(to: .ingestion).count == 1)
                #expect(setup.fake.requests(to: .scores).isEmpty)
                #expect(setup.fake.scores.map(\.id) == scores.map(\.id))
                #expect(setup.fake.scores.allSatisfy { $0.timestamp == Timestamp(microseconds: 1_795_251_600_123_000) })
            }
        }
    }

    @Test func `A server from 4_59 on gets an array`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4, takesArrays: true)) { setup in
            #expect(await setup.sink.write(scores) == allWritten)
            #expect(setup.fake.requests(to: .ingestion).isEmpty)
            #expect(setup.fake.requests(to: .scores).map(\.scoreCount) == [4])
            #expect(setup.fake.scores.count == 4)
            #expect(setup.observer.reports.map(\.mode) == [.array])
            #expect(setup.observer.reports.map(\.outcome) == [.accepted])
        }
    }

    @Test func `A server that knows no arrays gets events, and arrays are not tried again`() async throws {
        let fake = FakeLangfuse(mode: .v4, takesArrays: false, version: "4.60.0")
        try await withLangfuse(fake) { setup in
            let sink = setup.sink
            #expect(await sink.write(scores) == allWritten)
            #expect(await sink.write(scores) == allWritten)
            #expect(setup.fake.requests(to: .scores).count == 1)
            #expect(setup.fake.requests(to: .ingestion).count == 2)
            #expect(setup.fake.scores.count == 4)
        }
    }

    @Test func `A server without ingestion gets one object at a time, and ingestion is not tried again`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3)) { setup in
            setup.fake.removeIngestion()
            let sink = setup.sink
            #expect(await sink.write(scores) == allWritten)
            #expect(await sink.write(scores) == allWritten)
            #expect(setup.fake.requests(to: .ingestion).count == 1)
            #expect(setup.fake.requests(to: .scores).count == 8)
            #expect(setup.fake.scores.map(\.writes) == [2, 2, 2, 2])
        }
    }

    @Test func `Events that name a refused score name the right one`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.reject(scoreIDs: ["score-1", "score-3"])
            let outcomes = await setup.sink.write(scores)
            #expect(outcomes[0] == .written && outcomes[2] == .written)
            #expect(outcomes[1].rejection?.contains("refused on order") == true)
            #expect(outcomes[3].rejection != nil)
            #expect(setup.fake.requests(to: .ingestion).count == 1)
            #expect(setup.observer.reports.map(\.outcome) == [.partial])
        }
    }

    @Test(arguments: [[2], [0], [0, 3], [0, 1, 2, 3]])
    func `An array's anonymous refusals are narrowed down to the scores at fault`(refused: [Int]) async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4, takesArrays: true)) { setup in
            setup.fake.reject(scoreIDs: Set(refused.map { "score-\($0)" }))
            let outcomes = await setup.sink.write(scores)
            for (index, outcome) in outcomes.enumerated() {
                #expect((outcome.rejection?.contains("refused on order") == true) == refused.contains(index))
                #expect((outcome == .written) != refused.contains(index))
            }
            // Sending parts again leaves one row for each score.
            #expect(setup.fake.scores.count == 4 - refused.count)
        }
    }

    @Test func `A score sent again after midnight overwrites itself`() async throws {
        let evening = try #require(Timestamp(rfc3339: "2026-11-20T23:59:59.500Z"))
        let servers = [
            FakeLangfuse(mode: .v3), FakeLangfuse(mode: .v4), FakeLangfuse(mode: .v4, takesArrays: true),
        ]
        for fake in servers {
            let clock = ManualClock(now: evening, advancesWhenSlept: true)
            try await withLangfuse(fake, clock: clock) { setup in
                let sink = setup.sink
                #expect(await sink.write([.make(timestamp: evening)]) == [.written])
                clock.advance(by: .seconds(60))
                #expect(await sink.write([.make(timestamp: evening)]) == [.written])
                #expect(setup.fake.scores.map(\.writes) == [2])
            }
        }
    }

    @Test func `While the server will not say what it is, events are sent`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4, takesArrays: true)) { setup in
            setup.fake.fail(.observations, .status(500), times: 100)
            let sink = setup.sink
            #expect(await sink.write(scores) == allWritten)
            #expect(await sink.write(scores) == allWritten)
            #expect(setup.fake.requests(to: .ingestion).count == 2)
            // Not asked again for each batch.
            #expect(setup.fake.requests(to: .health).count == 1)
        }
    }

    @Test func `The environment is the score's, else the configured one, else left out`() async throws {
        let fake = FakeLangfuse(mode: .v4)
        try await withLangfuse(fake, configure: { $0.environment = "Fallback" }) { setup in
            _ = await setup.sink.write([.make(id: "a", environment: "langfuse-x"), .make(id: "b")])
            #expect(setup.fake.scores.map { $0.body["environment"] } == ["x", "fallback"])
        }
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            _ = await setup.sink.write([.make()])
            #expect(setup.fake.scores.map { $0.body["environment"] } == [nil])
        }
    }
}
