import Evaluation
import FoundationEssentials
import GRDB
import JSON
import Timing

/// The table of evaluation steps: its form, and what is read from it and written to it. Called on GRDB's threads.
enum StepTable {
    /// A row that this program did not write.
    struct Unreadable: Error {}

    /// Opens the file and makes the table; only for reading, the file must be there and is left as it is.
    ///
    /// Rollback journal and not WAL: the file is written once a criterion, and a reader beside the service needs no right
    /// to write (<https://www.sqlite.org/wal.html#read_only_databases>).
    static func connect(to path: String, readOnly: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "gradehook.steps"
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        guard try !queue.read(migrations.hasBeenSuperseded) else { throw ModelStoreError.NewerSchema() }
        if !readOnly { try migrations.migrate(queue) }
        return queue
    }

    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: steps") { try $0.execute(sql: schema) }
        return migrator
    }

    /// `key` is a SHA-256, `written_at` microseconds since 1970 in UTC, `steps` a JSON list of texts.
    private static let schema = """
        CREATE TABLE steps (
            key BLOB NOT NULL PRIMARY KEY,
            written_at INTEGER NOT NULL,
            model TEXT NOT NULL,
            steps TEXT NOT NULL
        );
        """

    /// Reads the steps under `key`; nil when there are none.
    ///
    /// - Throws: `Unreadable` for a row that holds no list of texts.
    static func steps(_ key: StepKey, in database: Database) throws -> WrittenSteps? {
        let sql = "SELECT written_at, model, steps FROM steps WHERE key = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [Data(key.bytes)]) else { return nil }
        let list = (try? JSONValue(parsing: Array((row["steps"] as String).utf8)))?.array
        guard let list, !list.isEmpty, case let steps = list.compactMap(\.string), steps.count == list.count else {
            throw Unreadable()
        }
        return WrittenSteps(steps: steps, model: row["model"], writtenAt: Timestamp(microseconds: row["written_at"]))
    }

    /// Keeps `steps` unless there are some that can be read, and returns those that are there then.
    static func keep(_ steps: WrittenSteps, under key: StepKey, in database: Database) throws -> WrittenSteps {
        do {
            if let first = try Self.steps(key, in: database) { return first }
        } catch is Unreadable {
            // What cannot be read was told when it was looked for.
        }
        try database.execute(
            sql: "INSERT OR REPLACE INTO steps (key, written_at, model, steps) VALUES (?, ?, ?, ?)",
            arguments: [
                Data(key.bytes), steps.writtenAt.microseconds, steps.model,
                JSONValue.array(steps.steps.map { .string($0) }).text,
            ])
        return steps
    }
}
