import GRDB
import Synchronization

/// Keeps the table of fates near its limit without counting rows on every write.
final class FatePruning: Sendable {
    private let limit: Int
    /// Rows that may have come since the last count; starts full so that the first write counts.
    private let unseen: Mutex<Int>

    init(limit: Int) {
        self.limit = limit
        unseen = Mutex(.max)
    }

    /// Deletes the oldest fates beyond the limit, when enough were written since the last time to matter.
    func prune(_ database: Database, written: Int) throws {
        let isDue = unseen.withLock { unseen in
            unseen = unseen > .max - written ? .max : unseen + written
            guard unseen > limit / 20 else { return false }
            unseen = 0
            return true
        }
        guard isDue else { return }
        let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM fates") ?? 0
        guard count > limit else { return }
        try database.execute(
            sql: """
                DELETE FROM fates WHERE rowid IN (
                    SELECT rowid FROM fates ORDER BY updated_at, event_id LIMIT ?)
                """,
            arguments: [count - limit])
    }
}
