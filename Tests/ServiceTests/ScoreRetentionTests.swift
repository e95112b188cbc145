import Evaluation
import JSON
import Logging
import ScoreStore
import TestSupport
import Testing
import Timing

@testable import Service

struct ScoreRetentionTests {
    private static func score(_ id: String, at time: Timestamp) -> Score {
        Score(
            id: id, name: "n", value: .boolean(true), target: Target(traceID: "t"), timestamp: time, grader: "g")
    }

    @Test func `A score goes when its time has come, and nothing is looked at before`() async throws {
        try await withTemporaryFolder { folder in
            let clock = ManualClock()
            let start = clock.now()
            let database = try await ScoreDatabase.open(path: folder + "/scores.sqlite")
            let sink = ScoreStoreSink(database: database, time: clock)
            let days: [Int64] = [-100, -80, -1]
            _ = await sink.write(days.map { Self.score("\($0)", at: start + .seconds($0 * 86_400)) })
            let retention = ScoreRetention(
                database: database, retention: .seconds(90 * 86_400), clock: clock, logger: LogCapture().logger())
            let running = Task { await retention.run() }
            await clock.waitForSleepers()
            #expect(try await database.scores().scores.map(\.score.id) == ["-1", "-80"])
            #expect(clock.slept == [.seconds(10 * 86_400 + 3_600)], "one sleep, until the next comes of age")
            clock.advance(by: .seconds(10 * 86_400 + 3_600))
            await clock.waitForSleepers()
            #expect(try await database.scores().scores.map(\.score.id) == ["-1"])
            clock.advance(by: .seconds(100 * 86_400))
            await clock.waitForSleepers()
            #expect(try await database.scores().scores.isEmpty)
            #expect(clock.slept.count == 3)
            #expect(clock.slept.last == .seconds(90 * 86_400 + 3_600), "an empty store is left alone for as long")
            running.cancel()
            await running.value
            await database.close()
        }
    }

    @Test func `A store that fails is tried again later, not at once`() async throws {
        try await withTemporaryFolder { folder in
            let clock = ManualClock()
            let database = try await ScoreDatabase.open(path: folder + "/scores.sqlite")
            await database.close()
            let log = LogCapture()
            let retention = ScoreRetention(
                database: database, retention: .seconds(7_200), clock: clock, logger: log.logger())
            #expect(await retention.prune() == clock.now() + .seconds(72))
            #expect(log.text.contains("old scores could not be deleted"))
        }
    }

    @Test func `The service deletes what is too old from its start on`() async throws {
        try await withTemporaryFolder { folder in
            let database = try await ScoreDatabase.open(path: folder + "/gradehook.sqlite")
            let clock = SystemClock()
            let old = Self.score("old", at: clock.now() - .seconds(3 * 86_400))
            _ = await ScoreStoreSink(database: database, time: clock).write([old, Self.score("new", at: clock.now())])
            await database.close()
            let kept = ConfigurationText.make { $0.more = ["store: {retention: 2d}"] }
            try await withService(kept, variables: ["DATA": folder]) { client in
                try await eventually("the end of the old score") {
                    try await client.scores().map { $0["id"] } == ["new"]
                }
            }
        }
    }
}
