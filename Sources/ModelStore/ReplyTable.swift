import ChatModels
import FoundationEssentials
import GRDB
import Timing

/// The table of replies: its form, and what is read from it and written to it. Called on GRDB's threads.
enum ReplyTable {
    /// Opens a connection pool, makes the table, and deletes what is too old.
    static func connect(to path: String, _ pruning: ReplyPruning) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "gradehook.responses"
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(5)
        let pool = try DatabasePool(path: path, configuration: configuration)
        guard try !pool.read(migrations.hasBeenSuperseded) else { throw NewerSchema() }
        try migrations.migrate(pool)
        try pool.write(pruning.begin)
        return pool
    }

    /// The file was migrated by a later program.
    struct NewerSchema: Error {}

    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: replies") { try $0.execute(sql: schema) }
        return migrator
    }

    /// `key` is a SHA-256, `kept_at` microseconds since 1970 in UTC, `reply` JSON text and `bytes` its length. The index
    /// holds all that pruning looks at.
    private static let schema = """
        CREATE TABLE replies (
            key BLOB NOT NULL PRIMARY KEY,
            kept_at INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            reply TEXT NOT NULL
        );
        CREATE INDEX replies_by_age ON replies (kept_at, bytes);
        """

    /// Reads what is kept under `key`; nil when it is too old or cannot be read.
    static func reply(_ key: ResponseKey, keptAfter oldest: Timestamp, in database: Database) throws -> KeptReply? {
        let sql = "SELECT kept_at, reply FROM replies WHERE key = ? AND kept_at > ?"
        let statement = try database.cachedStatement(sql: sql)
        guard let row = try Row.fetchOne(statement, arguments: [Data(key.bytes), oldest.microseconds]),
            let kept = KeptReply(storedText: row["reply"], keptAt: Timestamp(microseconds: row["kept_at"]))
        else { return nil }
        return kept
    }

    /// Does what `changes` say, in their order.
    static func apply(_ changes: [(key: ResponseKey, change: ResponseDatabase.Change)], in database: Database) throws {
        let keeping = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO replies (key, kept_at, bytes, reply) VALUES (?, ?, ?, ?)")
        let forgetting = try database.cachedStatement(sql: "DELETE FROM replies WHERE key = ?")
        for (key, change) in changes {
            let key = Data(key.bytes)
            switch change {
            case .keep(let kept):
                let text = kept.storedText
                try keeping.execute(arguments: [key, kept.keptAt.microseconds, text.utf8.count, text])
            case .forget: try forgetting.execute(arguments: [key])
            }
        }
    }
}
