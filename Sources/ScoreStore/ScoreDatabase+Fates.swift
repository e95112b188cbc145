import GRDB
import JSON
import Timing

extension ScoreDatabase {
    /// Writes fates, sharing a transaction with callers that come at the same time. A fate that is there already is
    /// replaced, unless it is newer than the given one.
    ///
    /// - Throws: `ScoreStoreError` with code `storage` when they are not on disk.
    package func saveFates(_ fates: [FateRecord]) async throws(ScoreStoreError) {
        if let failure = await fateCommits.add(fates) { throw failure }
    }

    /// Reads the fate of the newest event with this id, from `source` when one is given; nil when none came or it was
    /// long ago.
    package func fate(eventID: String, source: String? = nil) async throws(ScoreStoreError) -> FateRecord? {
        try await read { database in
            let sql = """
                SELECT * FROM fates WHERE event_id = ?1 AND (?2 IS NULL OR source = ?2) ORDER BY serial DESC LIMIT 1
                """
            let statement = try database.cachedStatement(sql: sql)
            return try Row.fetchOne(statement, arguments: [eventID, source]).map(FateRecord.init)
        }
    }

    /// Reads the latest fates, newest first.
    ///
    /// A `limit` below 1 counts as 1, above 1000 as 1000.
    package func latestFates(limit: Int = 50) async throws(ScoreStoreError) -> [FateRecord] {
        let limit = min(max(limit, 1), Self.maximumPageSize)
        return try await read { database in
            let sql = "SELECT * FROM fates ORDER BY updated_at DESC, event_id DESC LIMIT ?"
            return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [limit]).map(FateRecord.init)
        }
    }

    /// Counts the fates that are kept, by state.
    package func fateCounts() async throws(ScoreStoreError) -> [String: Int] {
        try await read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT state, COUNT(*) AS count FROM fates GROUP BY state")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["state"] as String, $0["count"] as Int) })
        }
    }

    static func upsert(_ fates: [FateRecord], in database: Database, pruning: FatePruning) throws {
        let statement = try database.cachedStatement(sql: upsertFate)
        for fate in fates {
            try statement.execute(arguments: [
                fate.eventID, fate.serial, fate.source, fate.state, JSONValue.object(fate.detail).text,
                fate.updatedAt.microseconds,
            ])
        }
        try pruning.prune(database, written: fates.count)
    }

    private static let upsertFate = """
        INSERT INTO fates (event_id, serial, source, state, detail, updated_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (event_id, serial) DO UPDATE SET source = excluded.source, state = excluded.state,
            detail = excluded.detail, updated_at = excluded.updated_at
        WHERE excluded.updated_at >= fates.updated_at
        """
}

extension FateRecord {
    fileprivate init(_ row: Row) {
        self.init(
            eventID: row["event_id"], serial: row["serial"], source: row["source"], state: row["state"],
            updatedAt: Timestamp(microseconds: row["updated_at"]), detail: JSONObject(storedText: row["detail"]))
    }
}
