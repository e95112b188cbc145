import Evaluation
import FoundationEssentials
import GRDB
import Synchronization
import Testing
import Timing

@testable import ModelStore

struct StepDatabaseTests {
    private static let written = WrittenSteps(
        steps: ["Look for \"quotes\".", "看一看。"], model: "m-1", writtenAt: Timestamp(microseconds: 1_795_251_600_000_001)
    )
    private static let other = WrittenSteps(steps: ["Other."], model: "m-2", writtenAt: Timestamp(seconds: 5))

    private static func key(_ name: String) -> StepKey {
        StepKey(criteria: name, promptHash: "0123", language: "en", model: "openai/m-1")
    }

    /// Another connection to the file, which waits for a lock as those of a process do: the database's own tells of a
    /// result a moment before its transaction ends.
    private static func otherConnection(to path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    @Test func `Steps that were kept are there after opening again, whole`() async throws {
        try await withTemporaryFile { path in
            let first = try await StepDatabase.open(path: path) { Issue.record("\($0)") }
            #expect(await first.keep(Self.written, under: Self.key("a")) == Self.written)
            await first.close()
            let second = try await StepDatabase.open(path: path) { Issue.record("\($0)") }
            #expect(await second.steps(Self.key("a")) == .found(Self.written))
            #expect(await second.steps(Self.key("b")) == .missing)
            await second.close()
        }
    }

    @Test func `Of two processes on one file the first to keep steps decides`() async throws {
        try await withTemporaryFile { path in
            let one = try await StepDatabase.open(path: path) { Issue.record("\($0)") }
            let two = try await StepDatabase.open(path: path) { Issue.record("\($0)") }
            #expect(await one.keep(Self.written, under: Self.key("a")) == Self.written)
            #expect(await two.keep(Self.other, under: Self.key("a")) == Self.written)
            #expect(await two.steps(Self.key("a")) == .found(Self.written))
            await one.close()
            await two.close()
        }
    }

    @Test func `A reader finds what a service has kept, keeps nothing itself, and makes no file`() async throws {
        try await withTemporaryFile { path in
            #expect(try await StepDatabase.openForReading(path: path) { Issue.record("\($0)") } == nil)
            #expect(!FileManager.default.fileExists(atPath: path))
            let service = try await StepDatabase.open(path: path) { Issue.record("\($0)") }
            let opened = try await StepDatabase.openForReading(path: path) { Issue.record("\($0)") }
            let reader = try #require(opened)
            #expect(await reader.steps(Self.key("a")) == .missing)
            _ = await service.keep(Self.written, under: Self.key("a"))
            #expect(await reader.steps(Self.key("a")) == .found(Self.written))
            #expect(await reader.keep(Self.other, under: Self.key("b")) == Self.other)
            #expect(await service.steps(Self.key("b")) == .missing)
            await reader.close()
            await service.close()
        }
    }

    @Test func `A file that is damaged is not used, and told what to do about`() async throws {
        try await withTemporaryFile { path in
            let content = Data(String(repeating: "not a database\n", count: 1_000).utf8)
            try content.write(to: URL(filePath: path))
            for readOnly in [false, true] {
                let error = await #expect(throws: ModelStoreError.self) {
                    if readOnly {
                        _ = try await StepDatabase.openForReading(path: path) { _ in }
                    } else {
                        _ = try await StepDatabase.open(path: path) { _ in }
                    }
                }
                #expect(error?.message.contains("evaluation steps `\(path)`") == true)
                #expect(error?.message.contains("delete it: the steps are then written anew") == true)
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
        }
    }

    @Test func `A file of a newer version is left alone`() async throws {
        try await withTemporaryFile { path in
            await (try await StepDatabase.open(path: path) { _ in }).close()
            let file = try Self.otherConnection(to: path)
            try await file.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('2: later')")
            }
            let error = await #expect(throws: ModelStoreError.self) {
                _ = try await StepDatabase.open(path: path) { _ in }
            }
            #expect(error?.message.contains("newer version") == true)
        }
    }

    @Test func `A file that fails later says so, keeps nothing, and is told of once until it works again`()
        async throws
    {
        try await withTemporaryFile { path in
            let told = Mutex<[String]>([])
            let database = try await StepDatabase.open(path: path) { message in told.withLock { $0.append(message) } }
            let file = try Self.otherConnection(to: path)
            try await file.write { try $0.execute(sql: "ALTER TABLE steps RENAME TO away") }
            for _ in 0..<3 {
                #expect(await database.steps(Self.key("a")) == .unreadable)
                #expect(await database.keep(Self.written, under: Self.key("a")) == nil)
            }
            #expect(told.withLock { $0.count } == 1)
            #expect(told.withLock { $0 }.allSatisfy { $0.contains(path) && !$0.contains("quotes") })
            try await file.write { try $0.execute(sql: "ALTER TABLE away RENAME TO steps") }
            #expect(await database.keep(Self.written, under: Self.key("a")) == Self.written)
            #expect(await database.steps(Self.key("a")) == .found(Self.written))
            try await file.write { try $0.execute(sql: "DROP TABLE steps") }
            #expect(await database.steps(Self.key("a")) == .unreadable)
            #expect(told.withLock { $0.count } == 2)
            await database.close()
        }
    }

    @Test(arguments: ["", "[]", "{}", "[1]", "[\"a\", null]"])
    func `A row that holds no steps is told of, and replaced by the next that are written`(_ text: String) async throws
    {
        try await withTemporaryFile { path in
            let told = Mutex<[String]>([])
            let database = try await StepDatabase.open(path: path) { message in told.withLock { $0.append(message) } }
            _ = await database.keep(Self.written, under: Self.key("a"))
            let file = try Self.otherConnection(to: path)
            try await file.write { try $0.execute(sql: "UPDATE steps SET steps = ?", arguments: [text]) }
            #expect(await database.steps(Self.key("a")) == .missing)
            #expect(told.withLock { $0.first }?.contains("no list of steps") == true)
            #expect(await database.keep(Self.other, under: Self.key("a")) == Self.other)
            #expect(await database.steps(Self.key("a")) == .found(Self.other))
            await database.close()
        }
    }

    /// The table as earlier versions made it, which takes values of any type.
    private static let earlierTable = """
        CREATE TABLE steps (
            key BLOB NOT NULL PRIMARY KEY, written_at INTEGER NOT NULL, model TEXT NOT NULL, steps TEXT NOT NULL
        )
        """

    @Test(arguments: ["written_at = 'soon'", "model = x'ff'", "steps = x'ff'"])
    func `A value of the wrong type is a row that holds no steps`(_ change: String) async throws {
        try await withTemporaryFile { path in
            let file = try Self.otherConnection(to: path)
            try await file.write { try $0.execute(sql: Self.earlierTable) }
            let database = try await StepDatabase.open(path: path) { #expect($0.contains("no list of steps")) }
            #expect(await database.keep(Self.written, under: Self.key("a")) == Self.written)
            try await file.write { try $0.execute(sql: "UPDATE steps SET \(change)") }
            #expect(await database.steps(Self.key("a")) == .missing)
            #expect(await database.keep(Self.other, under: Self.key("a")) == Self.other)
            #expect(await database.steps(Self.key("a")) == .found(Self.other))
            await database.close()
        }
    }

    @Test func `A new file takes no value of the wrong type`() async throws {
        try await withTemporaryFile { path in
            let database = try await StepDatabase.open(path: path) { Issue.record("\($0)") }
            _ = await database.keep(Self.written, under: Self.key("a"))
            let file = try Self.otherConnection(to: path)
            await #expect(throws: DatabaseError.self) {
                try await file.write { try $0.execute(sql: "UPDATE steps SET written_at = 'soon'") }
            }
            await database.close()
        }
    }

    @Test func `Services that open a new file together all get it`() async throws {
        try await withTemporaryFile { path in
            let databases = try await withThrowingTaskGroup(of: StepDatabase.self) { group in
                for _ in 0..<8 { group.addTask { try await StepDatabase.open(path: path) { Issue.record("\($0)") } } }
                return try await group.reduce(into: [StepDatabase]()) { $0.append($1) }
            }
            #expect(databases.count == 8)
            for database in databases {
                #expect(await database.keep(Self.written, under: Self.key("a")) == Self.written)
                await database.close()
            }
        }
    }

    private func withTemporaryFile(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gradehook-steps-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path + "/steps.sqlite")
    }
}
