package import Evaluation
package import JSON
package import ScoreStore
import Synchronization
package import Timing

/// Keeps the fates of events: the latest in memory, final ones also in the database when there is one.
package final class FateRecorder: Sendable {
    private struct Backlog {
        var fates: [EventFate] = []
        /// Fates lost because too many waited.
        var overflowed = 0
        /// Fates lost because they could not be written.
        var failed = 0
        var waiter: CheckedContinuation<Void, Never>?
        var isClosed = false
    }

    /// Fates waiting for the disk; beyond this the oldest wait is not worth the memory.
    private static let maximumBacklog = 50_000
    private static let batchSize = 1_000

    private let log: FateLog
    private let database: ScoreDatabase?
    private let backlog = Mutex(Backlog())

    /// Creates a recorder that remembers about `capacity` events in memory, with about `maximumBytes` of what is known
    /// of them.
    package init(capacity: Int, maximumBytes: Int = .max, database: ScoreDatabase?) {
        log = FateLog(capacity: capacity, maximumBytes: maximumBytes)
        self.database = database
    }

    /// Notes an accepted event; cheap enough for the accept path.
    package func recordAccepted(_ eventID: String, serial: Int64, source: String, at time: Timestamp) {
        log.recordAccepted(eventID, serial: serial, source: source, at: time)
    }

    /// Replaces the fate of the event; a final one goes to the database soon after.
    package func record(_ given: EventFate) {
        let fate = given.bounded
        log.record(fate)
        guard database != nil, fate.state.isFinal else { return }
        let waiter = backlog.withLock { backlog -> CheckedContinuation<Void, Never>? in
            guard backlog.fates.count < Self.maximumBacklog else {
                backlog.overflowed += 1
                return nil
            }
            backlog.fates.append(fate)
            defer { backlog.waiter = nil }
            return backlog.waiter
        }
        waiter?.resume()
    }

    /// The fate of the newest event with this id, from `source` when one is given, as JSON; from memory or else from the database.
    ///
    /// - Throws: `ScoreStoreError` when the database cannot be read; that says nothing about the event.
    package func fate(of eventID: String, source: String? = nil) async throws(ScoreStoreError) -> JSONObject? {
        if let fate = log.fate(of: eventID, source: source) { return fate.json }
        return try await database?.fate(eventID: eventID, source: source)?.detail
    }

    /// The numbers of fates that are not on disk, by reason: `backlog` when it was too slow, `storage` when it failed.
    package var dropped: [(reason: String, count: Int)] {
        backlog.withLock { [("backlog", $0.overflowed), ("storage", $0.failed)] }
    }

    /// Writes final fates to the database until `finish` is called and nothing is left.
    func run(onError: @Sendable (String) -> Void) async {
        guard let database else { return }
        while let batch = await nextBatch() {
            do {
                try await database.saveFates(batch.map(FateRecord.init))
            } catch {
                backlog.withLock { $0.failed += batch.count }
                onError(error.message)
            }
        }
    }

    /// Lets `run` end once everything recorded so far is written.
    func finish() {
        let waiter = backlog.withLock { backlog -> CheckedContinuation<Void, Never>? in
            backlog.isClosed = true
            defer { backlog.waiter = nil }
            return backlog.waiter
        }
        waiter?.resume()
    }

    private func nextBatch() async -> [EventFate]? {
        while true {
            let taken = backlog.withLock { backlog -> (fates: [EventFate], isClosed: Bool) in
                let batch = Array(backlog.fates.prefix(Self.batchSize))
                backlog.fates.removeFirst(batch.count)
                return (batch, backlog.isClosed)
            }
            if !taken.fates.isEmpty { return taken.fates }
            if taken.isClosed { return nil }
            await withCheckedContinuation { continuation in
                let isReady = backlog.withLock { backlog -> Bool in
                    guard backlog.fates.isEmpty, !backlog.isClosed else { return true }
                    backlog.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }
}
