import Dispatch
package import Evaluation
import GRDB
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The evaluation steps of judges in a SQLite file of their own, which outlives the process and the cache of replies.
///
/// Digests of what the steps were written from are in it, the steps, and the models that wrote them: a row a criterion, so
/// that it grows with configurations and never with traces. A list is on disk before the grade that had it written goes on.
/// SQLite is called on GRDB's own threads only. Safe to use from any task.
package final class StepDatabase: StepStore {
    private let path: String
    private let queue: DatabaseQueue
    private let isReadOnly: Bool
    private let trouble: @Sendable (_ message: String) -> Void
    /// Whether the trouble there is now has been told.
    private let isTold = Mutex(false)

    /// Opens the file, creating it when it is not there. `trouble` is told once when the file begins to fail, and again only
    /// after it has worked in between.
    ///
    /// - Throws: `ModelStoreError`, naming the path and what to do.
    package static func open(
        path: String, trouble: @escaping @Sendable (_ message: String) -> Void
    ) async throws(ModelStoreError) -> StepDatabase {
        let queue = try await connected(path) { try StepTable.connect(to: path, readOnly: false) }
        return StepDatabase(path: path, queue: queue, isReadOnly: false, trouble: trouble)
    }

    /// Opens the file only for reading, beside a service that may write to it: what is to be kept is not. Returns nil when
    /// there is no file.
    ///
    /// - Throws: `ModelStoreError`, naming the path and what to do.
    package static func openForReading(
        path: String, trouble: @escaping @Sendable (_ message: String) -> Void
    ) async throws(ModelStoreError) -> StepDatabase? {
        let opened = try await connected(path) { () throws -> DatabaseQueue? in
            // A file that may not be seen is no missing one.
            if access(path, F_OK) != 0, errno == ENOENT { return nil }
            return try StepTable.connect(to: path, readOnly: true)
        }
        guard let queue = opened else { return nil }
        return StepDatabase(path: path, queue: queue, isReadOnly: true, trouble: trouble)
    }

    /// What `connect` returns, called on a thread that it may block.
    private static func connected<Connection: Sendable>(
        _ path: String, _ connect: @escaping @Sendable () throws -> Connection
    ) async throws(ModelStoreError) -> Connection {
        let result: Result<Connection, any Error> = await withCheckedContinuation { continuation in
            offPool.async { continuation.resume(returning: Result { try connect() }) }
        }
        switch result {
        case .success(let connection): return connection
        case .failure(let error): throw ModelStoreError(opening: path, .steps, error)
        }
    }

    private init(
        path: String, queue: DatabaseQueue, isReadOnly: Bool, trouble: @escaping @Sendable (String) -> Void
    ) {
        self.path = path
        self.queue = queue
        self.isReadOnly = isReadOnly
        self.trouble = trouble
    }

    // A private queue gets a thread even when every shared one is busy.
    private static var offPool: DispatchQueue { DispatchQueue(label: "gradehook.steps") }

    /// Closes the file. Nothing is found or kept after that.
    package func close() async {
        await withCheckedContinuation { continuation in
            Self.offPool.async { [queue] in
                // A failure to close leaves the file as a crash would, which the journal survives.
                try? queue.close()
                continuation.resume()
            }
        }
    }

    package func steps(_ key: StepKey) async -> StoredSteps {
        let found: Result<WrittenSteps?, any Error> = await withCheckedContinuation { continuation in
            queue.asyncRead { connection in
                continuation.resume(
                    returning: connection.flatMap { database in Result { try StepTable.steps(key, in: database) } })
            }
        }
        if let steps = told(found) { return steps.map { StoredSteps.found($0) } ?? .missing }
        // The next list that is kept takes the place of a row that is none.
        if case .failure(is StepTable.Unreadable) = found { return .missing }
        return .unreadable
    }

    /// Keeps `steps`, as the protocol says; of a file that was opened for reading, keeps nothing and returns `steps`.
    package func keep(_ steps: WrittenSteps, under key: StepKey) async -> WrittenSteps? {
        guard !isReadOnly else { return steps }
        let kept: Result<WrittenSteps, any Error> = await withCheckedContinuation { continuation in
            queue.asyncWrite({ database in
                try StepTable.keep(steps, under: key, in: database)
            }) { _, result in
                continuation.resume(returning: result)
            }
        }
        return told(kept)
    }

    /// What came of using the file; nil when it failed, which is then told.
    private func told<Value>(_ result: Result<Value, any Error>) -> Value? {
        switch result {
        case .success(let value):
            isTold.withLock { $0 = false }
            return value
        case .failure(let error):
            let isNew = isTold.withLock { !exchange(&$0, with: true) }
            if isNew { trouble(ModelStoreError(using: path, .steps, error).message) }
            return nil
        }
    }
}
