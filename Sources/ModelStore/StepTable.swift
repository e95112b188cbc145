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
        if !readOnly { try migrate(queue) }
        return queue
    }

    private static func migrate(_ queue: DatabaseQueue) throws {
        do {
            try migrations.migrate(queue)
        } catch {
            // Of two services that open a new file together one comes second, and finds the note of the migration made.
            guard try queue.read(migrations.hasCompletedMigrations) else { throw error }
        }
    }

    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: steps") { try $0.execute(sql: schema) }
        return migrator
    }

    /// `key` is a SHA-256, `written_at` microseconds since 1970 in UTC, `steps` a JSON list of texts.
    /// Files of earlier versions have the table without STRICT (<https://www.sqlite.org/stricttables.html>), which takes
    /// values of any type.
    private static let schema = """
        CREATE TABLE IF NOT EXISTS steps (
            key BLOB NOT NULL PRIMARY KEY,
            written_at INTEGER NOT NULL,
            model TEXT NOT NULL,
            steps TEXT NOT NULL
        ) STRICT;
        """

    /// Reads the steps under `key`; nil when there are none.
    ///
    /// - Throws: `Unreadable` for a row that holds no list of texts, or a value of another type than its column's.
    static func steps(_ key: StepKey, in database: Database) throws -> WrittenSteps? {
        let sql = "SELECT written_at, model, steps FROM steps WHERE key = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [Data(key.bytes)]) else { return nil }
        // Read as a `DatabaseValue`, since a typed read of a value that does not fit ends the process.
        guard let time = Int64.fromDatabaseValue(row["written_at"] as DatabaseValue),
            let model = String.fromDatabaseValue(row["model"] as DatabaseValue),
            let text = String.fromDatabaseValue(row["steps"] as DatabaseValue), let steps = list(text)
        else { throw Unreadable() }
        return WrittenSteps(steps: steps, model: model, writtenAt: Timestamp(microseconds: time))
    }

    /// The texts in `text`, a JSON list of at least one; nil when it is none.
    private static func list(_ text: String) -> [String]? {
        guard let list = (try? JSONValue(parsing: Array(text.utf8)))?.array, !list.isEmpty else { return nil }
        let texts = list.compactMap(\.string)
        return texts.count == list.count ? texts : nil
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
