import Synchronization

/// Lets concurrent writers share transactions: while one commit is under way the next batch gathers.
///
/// The writer that comes first commits at once and alone. When it is done it wakes the first of those that came
/// meanwhile, who then commits for all of them. Nobody waits for company, and there is no task of its own.
final class GroupCommit<Item: Sendable>: Sendable {
    /// Commits items in one transaction; nil when they are on disk.
    typealias Commit = @Sendable ([Item]) async -> ScoreStoreError?

    private enum Turn: Sendable {
        case lead(Batch)
        case done(ScoreStoreError?)
    }

    private struct Batch: Sendable {
        var items: [Item]
        var followers: [CheckedContinuation<Turn, Never>] = []
    }

    private struct Writer: Sendable {
        var items: [Item]
        var continuation: CheckedContinuation<Turn, Never>
    }

    private struct State {
        var isCommitting = false
        var waiting: [Writer] = []
        var commits = 0
    }

    private let state = Mutex(State())
    private let maximumItems: Int
    private let commit: Commit

    /// Creates a committer that puts at most about `maximumItems` into a transaction; the items of one writer are never
    /// split.
    init(maximumItems: Int = 4096, commit: @escaping Commit) {
        self.maximumItems = maximumItems
        self.commit = commit
    }

    /// How many transactions were made so far.
    var commits: Int { state.withLock { $0.commits } }

    /// How many writers wait for the next transaction.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Commits `items`, together with whatever came meanwhile. Cancelling the task does not stop it.
    ///
    /// - Returns: nil when they are on disk, else why not.
    func add(_ items: [Item]) async -> ScoreStoreError? {
        guard !items.isEmpty else { return nil }
        switch await turn(for: items) {
        case .done(let failure): return failure
        case .lead(let batch):
            let failure = await commit(batch.items)
            handOver()
            for follower in batch.followers { follower.resume(returning: .done(failure)) }
            return failure
        }
    }

    private func turn(for items: [Item]) async -> Turn {
        await withCheckedContinuation { continuation in
            let leads = state.withLock { state in
                guard state.isCommitting else {
                    state.isCommitting = true
                    state.commits += 1
                    return true
                }
                state.waiting.append(Writer(items: items, continuation: continuation))
                return false
            }
            if leads { continuation.resume(returning: .lead(Batch(items: items))) }
        }
    }

    /// Makes the first waiting writer the next leader, with as many others as fit.
    private func handOver() {
        let next = state.withLock { state -> (CheckedContinuation<Turn, Never>, Batch)? in
            guard let leader = state.waiting.first else {
                state.isCommitting = false
                return nil
            }
            var batch = Batch(items: leader.items)
            var taken = 1
            while taken < state.waiting.count {
                let writer = state.waiting[taken]
                guard batch.items.count + writer.items.count <= maximumItems else { break }
                batch.items += writer.items
                batch.followers.append(writer.continuation)
                taken += 1
            }
            state.waiting.removeFirst(taken)
            state.commits += 1
            return (leader.continuation, batch)
        }
        if let (leader, batch) = next { leader.resume(returning: .lead(batch)) }
    }
}
