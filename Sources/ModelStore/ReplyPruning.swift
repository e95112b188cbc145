import GRDB
import Synchronization
import Timing

/// Deletes the replies that are too old or too many.
///
/// Looked after whenever something is written, and never without: the sum of all bytes is known from the start and kept
/// up, so that usually nothing has to be read. A tenth more than is needed goes at once.
final class ReplyPruning: Sendable {
    private let lifetime: Duration
    private let maximumBytes: Int
    private let time: any TimeSource
    private let state = Mutex(State())

    private struct State {
        /// `total_changes` when the bytes were last summed up.
        var written = 0
        var nextLook = Timestamp(microseconds: 0)
    }

    /// Rows written between two looks at the sum; each look reads an index, not the replies.
    private static let rowsBetweenLooks = 256

    /// Creates what keeps a file within its bounds.
    init(lifetime: Duration, maximumBytes: Int, time: any TimeSource) {
        self.lifetime = lifetime
        self.maximumBytes = maximumBytes
        self.time = time
    }

    /// Prunes a file that was just opened.
    func begin(_ database: Database) throws { try look(database) }

    /// Prunes when it is time to look again.
    func prune(_ database: Database) throws {
        let (written, next) = state.withLock { ($0.written, $0.nextLook) }
        if database.totalChangesCount - written >= Self.rowsBetweenLooks || time.now() >= next { try look(database) }
    }

    private func look(_ database: Database) throws {
        let now = time.now()
        try database.execute(
            sql: "DELETE FROM replies WHERE kept_at <= ?", arguments: [(now - lifetime).microseconds])
        let total = try Int.fetchOne(database, sql: "SELECT SUM(bytes) FROM replies") ?? 0
        if total > maximumBytes { try deleteOldest(database, total - maximumBytes / 10 * 9) }
        let changes = database.totalChangesCount
        state.withLock { state in
            state.written = changes
            state.nextLook = now + max(lifetime / 100, .seconds(60))
        }
    }

    /// Deletes the oldest replies that have `excess` bytes together.
    private func deleteOldest(_ database: Database, _ excess: Int) throws {
        var left = excess
        var last: Int64?
        let rows = try Row.fetchCursor(database, sql: "SELECT kept_at, bytes FROM replies ORDER BY kept_at")
        while left > 0, let row = try rows.next() {
            left -= row["bytes"] as Int
            last = row["kept_at"]
        }
        guard let last else { return }
        try database.execute(sql: "DELETE FROM replies WHERE kept_at <= ?", arguments: [last])
    }
}
