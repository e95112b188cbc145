import Evaluation
import TestSupport
import Testing
import Timing

@testable import ScoreStore

struct ScorePagingTests {
    @Test func `Pages hold every score once, newest first, ties by descending id`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            let scores = (0..<25).map { Score.make(id: "id-\($0)", at: Int64($0 / 4)) }
            _ = await sink.write(scores.shuffled())
            var ids: [String] = []
            var cursor: String?
            repeat {
                let page = try await database.scores(limit: 4, cursor: cursor)
                #expect(page.scores.count <= 4)
                ids += page.scores.map(\.score.id)
                cursor = page.cursor
            } while cursor != nil
            let expected = scores.sorted { ($0.timestamp, $0.id) > ($1.timestamp, $1.id) }.map(\.id)
            #expect(ids == expected)
        }
    }

    @Test func `A score written between two pages neither repeats nor hides another`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            _ = await sink.write((0..<4).map { .make(id: "id-\($0)", at: Int64($0)) })
            let first = try await database.scores(limit: 2)
            _ = await sink.write([.make(id: "newest", at: 100), .make(id: "id-3", value: .numeric(9), at: 3)])
            let second = try await database.scores(limit: 2, cursor: first.cursor)
            #expect(first.scores.map(\.score.id) == ["id-3", "id-2"])
            #expect(second.scores.map(\.score.id) == ["id-1", "id-0"])
            #expect(second.cursor == nil)
        }
    }

    @Test func `Scores are found by trace and by name`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            _ = await sink.write([
                .make(id: "1", name: "a", traceID: "x"), .make(id: "2", name: "b", traceID: "x"),
                .make(id: "3", name: "a", traceID: "y"),
            ])
            let found1 = try await database.scores(traceID: "x").scores.map(\.score.id)
            #expect(found1 == ["2", "1"])
            let found2 = try await database.scores(name: "a").scores.map(\.score.id)
            #expect(found2 == ["3", "1"])
            let found3 = try await database.scores(traceID: "x", name: "a").scores.map(\.score.id)
            #expect(found3 == ["1"])
            let found4 = try await database.scores(traceID: "nobody")
            #expect(found4 == ScorePage(scores: []))
        }
    }

    @Test(arguments: [(0, 1), (-5, 1), (2, 2), (1001, 3)])
    func `A limit out of range counts as the nearest one in range`(limit: Int, count: Int) async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            _ = await sink.write((0..<3).map { .make(id: "\($0)") })
            let found5 = try await database.scores(limit: limit).scores.count
            #expect(found5 == count)
        }
    }

    @Test(arguments: ["", "x", "!!!", "MQ", "MjoxOmE", "MTp4OmE", "MToxOg", "MTox"])
    func `A cursor that is not ours is refused as such`(cursor: String) async throws {
        try await withDatabase { database in
            let error = await #expect(throws: ScoreStoreError.self) { try await database.scores(cursor: cursor) }
            #expect(error?.code == .badCursor)
        }
    }

    @Test(arguments: ["a", "with:colon", "Füße", String(repeating: "?>", count: 50)])
    func `A cursor survives its text, which needs no escaping in a URL`(id: String) throws {
        let cursor = ScoreCursor(timestamp: -12_345, id: id)
        #expect(try ScoreCursor(cursor.text) == cursor)
        #expect(cursor.text.utf8.allSatisfy { $0 != 0x2B && $0 != 0x2F && $0 != 0x3D })
    }

    @Test func `Old scores are deleted by time`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            _ = await sink.write((0..<5).map { .make(id: "\($0)", at: Int64($0)) })
            let found6 = try await database.deleteScores(before: Timestamp(seconds: 3))
            #expect(found6 == 3)
            let found7 = try await database.scores().scores.map(\.score.id)
            #expect(found7 == ["4", "3"])
        }
    }
}
