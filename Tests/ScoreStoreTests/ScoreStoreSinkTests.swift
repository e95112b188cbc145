import Evaluation
import JSON
import ScoreStore
import TestSupport
import Testing
import Timing

struct ScoreStoreSinkTests {
    @Test func `Every field of a score comes back as it was written`() async throws {
        let scores = [
            Score.make(
                id: "a", value: .numeric(-0.1), observationID: "obs", at: 3, comment: "Füße 👣",
                metadata: ["n": [1, 2.5]],
                environment: "production", configID: "config"),
            Score.make(id: "b", value: .boolean(true), at: 2),
            Score.make(id: "c", value: .boolean(false), at: 1),
            Score.make(id: "d", value: .categorical("joyful"), at: 0),
        ]
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            #expect(await sink.write(scores) == [.written, .written, .written, .written])
            let found1 = try await database.scores().scores.map(\.score)
            #expect(found1 == scores)
        }
    }

    @Test func `Writing a score again changes nothing but the time of its update`() async throws {
        try await withDatabase { database in
            let clock = ManualClock()
            let sink = ScoreStoreSink(database: database, time: clock)
            _ = await sink.write([.make(comment: "same")])
            let before = try await database.scores().scores
            clock.advance(by: .seconds(5))
            _ = await sink.write([.make(comment: "same")])
            let after = try await database.scores().scores
            #expect(after.map(\.score) == before.map(\.score))
            #expect(after.map(\.createdAt) == before.map(\.createdAt))
            #expect(after.map(\.updatedAt) == before.map { $0.updatedAt + .seconds(5) })
        }
    }

    @Test func `A new value under an old id replaces the old one in full`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            _ = await sink.write([.make(value: .numeric(1), comment: "old", metadata: ["a": 1], environment: "dev")])
            let new = Score.make(value: .categorical("good"))
            _ = await sink.write([new])
            let found2 = try await database.scores().scores.map(\.score)
            #expect(found2 == [new])
        }
    }

    @Test func `A score that cannot be stored is refused and the others are written`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            let outcomes = await sink.write([
                .make(id: "nan", value: .numeric(.nan)), .make(id: ""), .make(id: "x", name: ""), .make(id: "good"),
            ])
            #expect(outcomes.count == 4)
            for outcome in outcomes.prefix(3) {
                guard case .rejected = outcome else {
                    Issue.record("\(outcome) should be a refusal")
                    continue
                }
            }
            #expect(outcomes.last == .written)
            let found3 = try await database.scores().scores.map(\.score.id)
            #expect(found3 == ["good"])
        }
    }

    @Test func `A closed file makes scores wait instead of losing them`() async throws {
        try await withDatabase { database in
            await database.close()
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            let outcomes = await sink.write([.make()])
            guard case .unavailable(let reason, retryAfter: nil) = try #require(outcomes.first) else {
                Issue.record("\(outcomes) should be unavailable")
                return
            }
            #expect(reason.contains(database.path))
        }
    }
}
