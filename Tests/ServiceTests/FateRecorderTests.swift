import Evaluation
import JSON
import ScoreStore
import Testing
import Timing

@testable import Service

struct FateRecorderTests {
    private static func fate(_ id: String) -> EventFate {
        EventFate(
            eventID: id, serial: 1, source: "s", state: .written, receivedAt: Timestamp(seconds: 1),
            updatedAt: Timestamp(seconds: 2))
    }

    @Test func `A fate that memory has no room for is read from the disk`() async throws {
        try await withTemporaryFolder { folder in
            let database = try await ScoreDatabase.open(path: folder + "/fates.sqlite")
            let recorder = FateRecorder(capacity: 0, database: database)
            recorder.record(Self.fate("evt-1"))
            recorder.finish()
            await recorder.run { Issue.record("\($0)") }
            #expect(try await recorder.fate(of: "evt-1")?["state"] == "written")
            #expect(try await recorder.fate(of: "evt-1", source: "s")?["state"] == "written")
            #expect(try await recorder.fate(of: "evt-1", source: "t") == nil)
            #expect(try await recorder.fate(of: "evt-2") == nil)
            #expect(recorder.dropped.map(\.count) == [0, 0])
            await database.close()
        }
    }

    @Test func `Fates that a failing disk does not take are counted and still in memory`() async throws {
        try await withTemporaryFolder { folder in
            let database = try await ScoreDatabase.open(path: folder + "/fates.sqlite")
            await database.close()
            let recorder = FateRecorder(capacity: 10, database: database)
            recorder.record(Self.fate("evt-1"))
            recorder.record(Self.fate("evt-2"))
            recorder.finish()
            await recorder.run { #expect(!$0.isEmpty) }
            #expect(recorder.dropped.map(\.reason) == ["backlog", "storage"])
            #expect(recorder.dropped.map(\.count) == [0, 2])
            #expect(try await recorder.fate(of: "evt-1")?["state"] == "written")
        }
    }
}
