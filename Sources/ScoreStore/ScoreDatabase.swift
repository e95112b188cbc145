import Dispatch
import GRDB
import Synchronization

/// The embedded SQLite file with scores and event fates, for people without Langfuse and for the dashboard.
///
/// The file is in WAL mode: readers never wait for the writer. A write returns only after `fsync`; writers that come
/// while one is under way share the next commit, so the cost of the disk is split among them. SQLite is called on
/// GRDB's own threads only, never on the cooperative pool. Safe to use from any task.
package final class ScoreDatabase: Sendable {
    /// The path of the file.
    package let path: String
    /// The most event fates that are kept; the oldest beyond it are deleted, at the latest when a twentieth too many
    /// are there.
    package let maximumFates: Int

    let pool: DatabasePool
    let scoreCommits: GroupCommit<ScoreWrite>
    let fateCommits: GroupCommit<FateRecord>

    /// What opens and closes. A private queue gets a thread even when every shared one is busy; another each time, since
    /// one file that hangs is no reason to wait for the next.
    private static var offPool: DispatchQueue { DispatchQueue(label: "gradehook.database") }

    /// Opens the file, creating it when it is not there, and brings its tables up to date.
    ///
    /// - Throws: `ScoreStoreError` with code `open`, naming the path and what to do.
    package static func open(path: String, maximumFates: Int = 100_000) async throws(ScoreStoreError) -> ScoreDatabase {
        let result = await withCheckedContinuation { continuation in
            offPool.async {
                continuation.resume(returning: Result { try connect(to: path) })
            }
        }
        switch result {
        case .success(let pool): return ScoreDatabase(path: path, maximumFates: max(1, maximumFates), pool: pool)
        case .failure(let error): throw openFailure(path: path, error)
        }
    }

    private init(path: String, maximumFates: Int, pool: DatabasePool) {
        self.path = path
        self.maximumFates = maximumFates
        self.pool = pool
        let pruning = FatePruning(limit: maximumFates)
        scoreCommits = GroupCommit { writes in
            await Self.commit(writes, to: pool, path: path) { try Self.upsert($0, in: $1) }
        }
        fateCommits = GroupCommit { records in
            await Self.commit(records, to: pool, path: path) { try Self.upsert($0, in: $1, pruning: pruning) }
        }
    }

    /// Closes the file. Calls after that fail with code `storage`; closing again does nothing.
    package func close() async {
        await withCheckedContinuation { continuation in
            Self.offPool.async { [pool] in
                // A failure to close leaves the file as a crash would, which WAL survives; there is nobody to tell.
                try? pool.close()
                continuation.resume()
            }
        }
    }

    /// Runs `body` on a reading connection.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T
    ) async throws(ScoreStoreError) -> T {
        let result: Result<T, any Error> = await withCheckedContinuation { continuation in
            pool.asyncRead { connection in
                continuation.resume(returning: connection.flatMap { database in Result { try body(database) } })
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): throw Self.storageFailure(path: path, error)
        }
    }

    /// Runs one transaction. Uses the callback API because the async one rolls back when the calling task is
    /// cancelled, and a group commit carries the writes of other tasks too.
    static func commit<Item: Sendable>(
        _ items: [Item], to pool: DatabasePool, path: String,
        _ body: @escaping @Sendable ([Item], Database) throws -> Void
    ) async -> ScoreStoreError? {
        await withCheckedContinuation { continuation in
            pool.asyncWrite({ database in try body(items, database) }) { _, result in
                switch result {
                case .success: continuation.resume(returning: nil)
                case .failure(let error): continuation.resume(returning: storageFailure(path: path, error))
                }
            }
        }
    }
}
