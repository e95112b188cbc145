import GRDB

extension ScoreDatabase {
    /// Opens a connection pool and migrates. Blocks; only ever called off the cooperative pool.
    static func connect(to path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "gradehook.scores"
        // Each reader has its own page cache; two serve a dashboard and an API without costing much memory.
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(5)
        let pool = try DatabasePool(path: path, configuration: configuration)
        let migrator = migrations
        guard try !pool.read(migrator.hasBeenSuperseded) else { throw NewerSchema() }
        try migrator.migrate(pool)
        // GRDB sets NORMAL in WAL mode, which may lose the last commits when power fails. A written score counts as
        // kept, and group commit pays for the fsync. https://www.sqlite.org/pragma.html#pragma_synchronous
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }

    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: scores and fates") { database in
            try database.execute(sql: schema)
        }
        migrator.registerMigration("2: a fate for each event, not for each id") { database in
            try database.execute(sql: fatesBySerial)
        }
        migrator.registerMigration("3: what judges have spent") { database in
            try database.execute(sql: spendingSchema)
        }
        return migrator
    }

    /// Times are microseconds since 1970 in UTC; `metadata` and `detail` are JSON text.
    private static let schema = """
        CREATE TABLE scores (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            data_type TEXT NOT NULL,
            number REAL,
            label TEXT,
            trace_id TEXT NOT NULL,
            observation_id TEXT,
            timestamp INTEGER NOT NULL,
            comment TEXT,
            metadata TEXT,
            environment TEXT,
            config_id TEXT,
            grader TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        );
        CREATE INDEX scores_by_time ON scores (timestamp, id);
        CREATE INDEX scores_by_trace ON scores (trace_id, timestamp, id);
        CREATE INDEX scores_by_name ON scores (name, timestamp, id);
        CREATE TABLE fates (
            event_id TEXT NOT NULL PRIMARY KEY,
            source TEXT NOT NULL,
            state TEXT NOT NULL,
            detail TEXT NOT NULL,
            updated_at INTEGER NOT NULL
        );
        CREATE INDEX fates_by_time ON fates (updated_at, event_id);
        CREATE INDEX fates_by_state ON fates (state);
        """

    /// Two events may share an id; the serial, which grows with time, tells them apart.
    private static let fatesBySerial = """
        CREATE TABLE fates_by_serial (
            event_id TEXT NOT NULL,
            serial INTEGER NOT NULL,
            source TEXT NOT NULL,
            state TEXT NOT NULL,
            detail TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (event_id, serial)
        );
        INSERT INTO fates_by_serial SELECT event_id, 0, source, state, detail, updated_at FROM fates;
        DROP TABLE fates;
        ALTER TABLE fates_by_serial RENAME TO fates;
        CREATE INDEX fates_by_time ON fates (updated_at, event_id);
        CREATE INDEX fates_by_state ON fates (state);
        """

    /// The file was migrated by a later program.
    private struct NewerSchema: Error {}

    static func openFailure(path: String, _ error: any Error) -> ScoreStoreError {
        let advice =
            switch error {
            case is NewerSchema:
                "it was written by a newer version of gradehook; run that version or choose another path"
            case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB:
                "it is not a SQLite database; move it away or choose another path"
            case let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN:
                "check that its folder exists and that the service may write there"
            case let error as DatabaseError where error.resultCode == .SQLITE_READONLY:
                "the service may read it but not write it; change its owner or mode"
            case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT:
                "it is damaged; move it away and restore a backup, or let a new one be made"
            default: summary(of: error)
            }
        return ScoreStoreError(code: .open, message: "cannot open the score database `\(path)`: \(advice)")
    }

    static func storageFailure(path: String, _ error: any Error) -> ScoreStoreError {
        let advice =
            switch (error as? DatabaseError)?.resultCode {
            case .SQLITE_FULL?: "; free some disk space"
            case .SQLITE_BUSY?, .SQLITE_LOCKED?: "; another process holds it: only one service may use the file"
            default: ""
            }
        return ScoreStoreError(code: .storage, message: "score database `\(path)`: \(summary(of: error))\(advice)")
    }

    /// SQLite's own words, without the statement or its arguments: those hold what was graded.
    private static func summary(of error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "unexpected \(type(of: error))" }
        return "\(error.message ?? "no message") (SQLite code \(error.extendedResultCode.rawValue))"
    }
}
