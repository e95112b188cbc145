import Evaluation
import FoundationEssentials
import GRDB
import TestSupport
import Testing

@testable import ScoreStore

struct OpeningTests {
    @Test func `What was written is there after opening again`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/scores.sqlite"
            let first = try await ScoreDatabase.open(path: path)
            _ = await ScoreStoreSink(database: first, time: ManualClock()).write([.make(id: "kept")])
            await first.close()
            let second = try await ScoreDatabase.open(path: path)
            let found1 = try await second.scores().scores.map(\.score.id)
            #expect(found1 == ["kept"])
            await second.close()
        }
    }

    @Test func `A missing folder is named with what to do`() async throws {
        let path = "/nonexistent/folder/scores.sqlite"
        let error = await #expect(throws: ScoreStoreError.self) { try await ScoreDatabase.open(path: path) }
        #expect(error?.code == .open)
        #expect(error?.message.contains(path) == true)
        #expect(error?.message.contains("folder exists") == true)
    }

    @Test func `A file that is no database is left alone`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/notes.txt"
            let content = Data(String(repeating: "not a database\n", count: 100).utf8)
            try content.write(to: URL(filePath: path))
            let error = await #expect(throws: ScoreStoreError.self) { try await ScoreDatabase.open(path: path) }
            #expect(error?.message.contains("not a SQLite database") == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
        }
    }

    @Test func `A file of a newer version is refused`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/scores.sqlite"
            await (try await ScoreDatabase.open(path: path)).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99: the future')") }
            try queue.close()
            let error = await #expect(throws: ScoreStoreError.self) { try await ScoreDatabase.open(path: path) }
            #expect(error?.message.contains("newer version") == true)
        }
    }

    @Test func `Fates of a file that kept one for each id are still there`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/scores.sqlite"
            await (try await ScoreDatabase.open(path: path)).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { database in
                try database.execute(
                    sql: """
                        DROP TABLE fates;
                        CREATE TABLE fates (event_id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL,
                            state TEXT NOT NULL, detail TEXT NOT NULL, updated_at INTEGER NOT NULL);
                        INSERT INTO fates VALUES ('old', 'backend', 'written', '{"id":"old"}', 7);
                        DELETE FROM grdb_migrations WHERE identifier LIKE '2:%';
                        """)
            }
            try queue.close()
            let database = try await ScoreDatabase.open(path: path)
            let old = try await database.fate(eventID: "old")
            #expect(old?.state == "written")
            #expect(old?.serial == 0)
            await database.close()
        }
    }

    @Test func `Commits are synced to disk, in WAL mode`() async throws {
        try await withDatabase { database in
            let (mode, synchronous) = try await database.pool.writeWithoutTransaction { connection in
                (
                    try String.fetchOne(connection, sql: "PRAGMA journal_mode"),
                    try Int.fetchOne(connection, sql: "PRAGMA synchronous")
                )
            }
            #expect(mode == "wal")
            // 2 is FULL.
            #expect(synchronous == 2)
        }
    }
}
