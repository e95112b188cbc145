package import ChatModels
import GRDB

extension ScoreDatabase: SpendLedger {
    package func entries(since day: Int64) async throws -> [SpendEntry] {
        let deletion = await Self.commit([day], to: pool, path: path) { days, database in
            for day in days { try database.execute(sql: "DELETE FROM spending WHERE day < ?", arguments: [day]) }
        }
        if let deletion { throw deletion }
        return try await read { database in
            let sql = "SELECT judge, day, dollars, tokens, calls FROM spending WHERE day >= ?"
            return try Row.fetchAll(database, sql: sql, arguments: [day]).map(SpendEntry.init)
        }
    }

    package func add(_ entries: [SpendEntry]) async throws {
        let failure = await Self.commit(entries, to: pool, path: path) { entries, database in
            let statement = try database.cachedStatement(sql: Self.addSpend)
            for entry in entries {
                try statement.execute(arguments: [
                    entry.judge, entry.day, entry.spend.dollars, entry.spend.tokens, entry.spend.calls,
                ])
            }
        }
        if let failure { throw failure }
    }

    private static let addSpend = """
        INSERT INTO spending (judge, day, dollars, tokens, calls) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (judge, day) DO UPDATE SET dollars = dollars + excluded.dollars,
            tokens = tokens + excluded.tokens, calls = calls + excluded.calls
        """

    /// What judges have spent, by day since 1970-01-01 UTC.
    static let spendingSchema = """
        CREATE TABLE spending (
            judge TEXT NOT NULL,
            day INTEGER NOT NULL,
            dollars REAL NOT NULL,
            tokens INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            PRIMARY KEY (judge, day)
        ) WITHOUT ROWID;
        """
}

extension SpendEntry {
    fileprivate init(_ row: Row) {
        self.init(
            judge: row["judge"], day: row["day"],
            spend: Spend(dollars: row["dollars"], tokens: row["tokens"], calls: row["calls"]))
    }
}
