package import ChatModels
import Dispatch
import GRDB
import Synchronization
package import Timing

/// The replies of models in a SQLite file of their own, so that a restart does not pay for them again.
///
/// Only digests of requests are in it, and the replies. Replies are written some time after they came, many in one
/// transaction, and without waiting for the disk: what a crash takes away is asked for again. The file holds at most about
/// `maximumBytes` of replies; the oldest go first. SQLite is called on GRDB's own threads only. Safe to use from any task.
package final class ResponseDatabase: ReplyStore {
    /// What a transaction is to do with one key.
    enum Change: Sendable {
        case keep(KeptReply)
        case forget
    }

    /// What the file did not do.
    package enum Fault: String, Sendable, CaseIterable {
        /// A look-up failed, and counted as nothing found.
        case read
        /// Changes could not be written.
        case write
        /// Changes came faster than they could be written, and were dropped.
        case backlog
    }

    private struct State {
        /// What waits to be written, in the order it came.
        var waiting: [(key: ResponseKey, change: Change)] = []
        /// What they take, and those being written.
        var unwrittenBytes = 0
        var isWriting = false
        var faults: [Fault: Int] = [:]
        /// Whether the trouble there is now has been told.
        var isTold = false
        /// Resumed when nothing waits and nothing is being written.
        var idlers: [CheckedContinuation<Void, Never>] = []
    }

    /// About the most bytes of replies that wait to be written or are being written.
    private static let maximumUnwrittenBytes = 16 << 20

    private let path: String
    let pool: DatabasePool
    private let pruning: ReplyPruning
    private let trouble: @Sendable (_ message: String) -> Void
    private let state = Mutex(State())

    /// Opens the file, creating it when it is not there, and deletes what is older than `lifetime`. `trouble` is told once
    /// when the file begins to fail, and again only after it has worked in between.
    ///
    /// - Throws: `ModelStoreError`, naming the path and what to do.
    package static func open(
        path: String, lifetime: Duration, maximumBytes: Int, time: any TimeSource,
        trouble: @escaping @Sendable (_ message: String) -> Void
    ) async throws(ModelStoreError) -> ResponseDatabase {
        let pruning = ReplyPruning(lifetime: lifetime, maximumBytes: maximumBytes, time: time)
        let result: Result<DatabasePool, any Error> = await withCheckedContinuation { continuation in
            offPool.async { continuation.resume(returning: Result { try ReplyTable.connect(to: path, pruning) }) }
        }
        switch result {
        case .success(let pool): return ResponseDatabase(path: path, pool: pool, pruning: pruning, trouble: trouble)
        case .failure(let error): throw ModelStoreError(opening: path, .replies, error)
        }
    }

    private init(
        path: String, pool: DatabasePool, pruning: ReplyPruning, trouble: @escaping @Sendable (String) -> Void
    ) {
        self.path = path
        self.pool = pool
        self.pruning = pruning
        self.trouble = trouble
    }

    // A private queue gets a thread even when every shared one is busy.
    private static var offPool: DispatchQueue { DispatchQueue(label: "gradehook.responses") }

    /// What the file did not do so far.
    package var faults: [Fault: Int] { state.withLock { $0.faults } }

    /// Writes what waits and closes the file. Nothing is found or kept after that.
    package func close() async {
        await settle()
        await withCheckedContinuation { continuation in
            Self.offPool.async { [pool] in
                // A failure to close leaves the file as a crash would, which WAL survives.
                try? pool.close()
                continuation.resume()
            }
        }
    }

    /// Returns once everything handed over so far is written or has failed to be.
    func settle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.isWriting { return true }
                state.idlers.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
    }

    package func reply(_ key: ResponseKey, keptAfter oldest: Timestamp) async -> KeptReply? {
        let found: Result<KeptReply?, any Error> = await withCheckedContinuation { continuation in
            pool.asyncRead { connection in
                continuation.resume(
                    returning: connection.flatMap { database in
                        Result { try ReplyTable.reply(key, keptAfter: oldest, in: database) }
                    })
            }
        }
        switch found {
        case .success(let reply): return reply
        case .failure(let error):
            fail(.read, 1, error)
            return nil
        }
    }

    package func keep(_ reply: KeptReply, under key: ResponseKey) {
        add(key, .keep(reply), reply.size)
    }

    package func forget(_ key: ResponseKey) { add(key, .forget, 0) }

    private func add(_ key: ResponseKey, _ change: Change, _ bytes: Int) {
        let begins = state.withLock { state -> Bool in
            guard state.unwrittenBytes + bytes <= Self.maximumUnwrittenBytes, state.waiting.count < 10_000 else {
                state.faults[.backlog, default: 0] += 1
                return false
            }
            state.waiting.append((key, change))
            state.unwrittenBytes += bytes
            return !exchange(&state.isWriting, with: true)
        }
        if begins { writeNext() }
    }

    /// Writes what waits, and what comes meanwhile after it, until nothing waits.
    private func writeNext() {
        // Nothing is being written now, so that all the bytes are those of the batch.
        let (batch, bytes) = state.withLock { (exchange(&$0.waiting, with: []), $0.unwrittenBytes) }
        guard !batch.isEmpty else { return rest() }
        pool.asyncWrite({ [pruning] database in
            try ReplyTable.apply(batch, in: database)
            try pruning.prune(database)
        }) { _, result in
            self.state.withLock { $0.unwrittenBytes -= bytes }
            switch result {
            case .success: self.state.withLock { $0.isTold = false }
            case .failure(let error): self.fail(.write, batch.count, error)
            }
            self.writeNext()
        }
    }

    /// Ends the writing, unless something came in the meantime.
    private func rest() {
        let (goesOn, idlers) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
            guard state.waiting.isEmpty else { return (true, []) }
            state.isWriting = false
            return (false, exchange(&state.idlers, with: []))
        }
        for idler in idlers { idler.resume() }
        if goesOn { writeNext() }
    }

    private func fail(_ fault: Fault, _ count: Int, _ error: any Error) {
        let isNew = state.withLock { state in
            state.faults[fault, default: 0] += count
            return !exchange(&state.isTold, with: true)
        }
        if isNew { trouble(ModelStoreError(using: path, .replies, error).message) }
    }
}
