import Evaluation
import GRDB
import JSON
package import Timing

extension ScoreDatabase {
    /// The most scores a page holds.
    package static let maximumPageSize = 1000

    /// Reads scores, newest `timestamp` first; those of one instant are in descending order of id, so that the order
    /// is total and no score is skipped or repeated between pages, whatever is written meanwhile.
    ///
    /// `traceID` takes only scores of this trace and of its observations, `name` only scores of this name. `limit` below 1
    /// counts as 1, above `maximumPageSize` as that. `cursor` is that of the page before; nil starts with the newest.
    ///
    /// - Throws: `ScoreStoreError`, `badCursor` for a cursor that is not ours.
    package func scores(
        traceID: String? = nil, name: String? = nil, limit: Int = 50, cursor: String? = nil
    ) async throws(ScoreStoreError) -> ScorePage {
        let limit = min(max(limit, 1), Self.maximumPageSize)
        var conditions: [String] = []
        var arguments = StatementArguments()
        if let traceID {
            conditions.append("trace_id = ?")
            arguments += [traceID]
        }
        if let name {
            conditions.append("name = ?")
            arguments += [name]
        }
        if let cursor {
            let place = try ScoreCursor(cursor)
            conditions.append("(timestamp, id) < (?, ?)")
            arguments += [place.timestamp, place.id]
        }
        // One more than asked for tells whether there is another page.
        arguments += [limit + 1]
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let sql = "SELECT * FROM scores \(filter) ORDER BY timestamp DESC, id DESC LIMIT ?"
        var found = try await read { [arguments] database in
            try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map(StoredScore.init)
        }
        guard found.count > limit else { return ScorePage(scores: found) }
        found.removeLast(found.count - limit)
        return ScorePage(scores: found, cursor: found.last.map(ScoreCursor.init)?.text)
    }

    /// The time of the oldest score; nil when there is none.
    package func oldestScore() async throws(ScoreStoreError) -> Timestamp? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT MIN(timestamp) FROM scores").map(Timestamp.init(microseconds:))
        }
    }

    /// Deletes the scores whose `timestamp` lies before `limit`, some at a time, so that writers get in between.
    ///
    /// - Returns: How many there were.
    package func deleteScores(before limit: Timestamp) async throws(ScoreStoreError) -> Int {
        var total = 0
        while true {
            let count = try await deleteSomeScores(before: limit)
            total += count
            if count < Self.deletedAtOnce { return total }
        }
    }

    /// Scores deleted in one transaction.
    static let deletedAtOnce = 1_000

    private func deleteSomeScores(before limit: Timestamp) async throws(ScoreStoreError) -> Int {
        let sql = """
            DELETE FROM scores WHERE rowid IN
                (SELECT rowid FROM scores WHERE timestamp < ? ORDER BY timestamp LIMIT \(Self.deletedAtOnce))
            """
        let result: Result<Int, any Error> = await withCheckedContinuation { continuation in
            pool.asyncWrite({ database in
                try database.execute(sql: sql, arguments: [limit.microseconds])
                return database.changesCount
            }) { _, result in continuation.resume(returning: result) }
        }
        do { return try result.get() } catch { throw Self.storageFailure(path: path, error) }
    }

    static func upsert(_ writes: [ScoreWrite], in database: Database) throws {
        let statement = try database.cachedStatement(sql: upsertScore)
        for write in writes { try statement.execute(arguments: write.arguments) }
    }

    private static let upsertScore = """
        INSERT INTO scores (id, name, data_type, number, label, trace_id, observation_id, timestamp, comment, metadata,
            environment, config_id, grader, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, data_type = excluded.data_type, number = excluded.number,
            label = excluded.label, trace_id = excluded.trace_id, observation_id = excluded.observation_id,
            timestamp = excluded.timestamp, comment = excluded.comment, metadata = excluded.metadata,
            environment = excluded.environment, config_id = excluded.config_id, grader = excluded.grader,
            updated_at = excluded.updated_at
        """
}

extension ScoreCursor {
    fileprivate init(_ stored: StoredScore) {
        self.init(timestamp: stored.score.timestamp.microseconds, id: stored.score.id)
    }
}

extension ScoreWrite {
    fileprivate var arguments: StatementArguments {
        var label: String?
        if case .categorical(let text) = score.value { label = text }
        let metadata = score.metadata.isEmpty ? nil : JSONValue.object(score.metadata).text
        return [
            score.id, score.name, score.value.dataType, score.value.number, label, score.target.traceID,
            score.target.observationID, score.timestamp.microseconds, score.comment, metadata, score.environment,
            score.configID, score.grader, at.microseconds, at.microseconds,
        ]
    }
}
