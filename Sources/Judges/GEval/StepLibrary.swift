import ChatModels
package import Evaluation
import HTTPClient
import Synchronization
package import Timing

/// The evaluation steps that models have written: the same criterion gets the same steps, since scores by other steps are
/// not the same measurement.
///
/// With a store they outlive the process, without one they are written anew after each start. Made once and kept across
/// reloads. Safe to use from any task.
package final class StepLibrary: Sendable {
    private struct Entry {
        var steps: WrittenSteps
        /// Whether they hold for good: the store has them, or there is no store. Else the store failed, and is asked again
        /// before they are used again.
        var isSettled: Bool
    }

    private struct Shelf {
        var entries: [StepKey: Entry] = [:]
        var order: [StepKey] = []
    }

    /// A writing under way. Models of different names have servers, keys and limits of their own, of which the key of the
    /// steps knows nothing, so that what becomes of one's writing says nothing about another's.
    private struct Writing: Hashable {
        var key: StepKey
        var model: String
    }

    /// Why nothing was written, and whether that is only because the one who wrote was cancelled.
    private struct Fault: Error {
        var failure: GradeFailure
        var isCancelled: Bool
        /// The terms of the grade that wrote.
        var terms: CallTerms?
    }

    /// The most lists of steps in memory; of more the oldest goes.
    static let maximumCount = 1000

    private let store: (any StepStore)?
    private let time: any TimeSource
    private let shelf = Mutex(Shelf())
    private let writings = SharedFetch<Writing, WrittenSteps, Fault>(
        cancelled: Fault(
            failure: GradeFailure(code: .unavailable, message: "waiting for evaluation steps was cancelled"),
            isCancelled: true),
        isCancelled: \.isCancelled)

    /// Creates a library over what `store` keeps; without one it lives in memory only.
    package init(store: (any StepStore)? = nil, time: any TimeSource = SystemClock()) {
        self.store = store
        self.time = time
    }

    /// The steps kept for `key`, else those that `write` makes, with the name of the model that made them. `model` is the
    /// name of the model in the configuration that `write` asks.
    ///
    /// Whoever asks for the same by the same model while they are being written waits for that one writing; of two models
    /// that write at the same time the steps of the first to be kept hold for both. A failure is not kept. When the one who
    /// has them written is cancelled, one of those that wait does it again.
    ///
    /// - Throws: what `write` throws, to the grade that ran it. To another that waited for it a transient `unavailable`,
    ///   which says why: that grade asked the model nothing, and its judge is not to be paused for one reply many times. For
    ///   a caller that is cancelled while it waits, `unavailable`.
    func steps(
        for key: StepKey, by model: String, _ write: () async throws(GradeFailure) -> (steps: [String], model: String)
    ) async throws(GradeFailure) -> WrittenSteps {
        if let settled = settled(key) { return settled }
        var isWriter = false
        do throws(Fault) {
            return try await writings.value(of: Writing(key: key, model: model)) {
                () async throws(Fault) -> WrittenSteps in
                isWriter = true
                if let known = await known(for: key).steps { return known }
                do throws(GradeFailure) {
                    let new = try await write()
                    return await keep(WrittenSteps(steps: new.steps, model: new.model, writtenAt: time.now()), key)
                } catch {
                    throw Fault(failure: error, isCancelled: Task.isCancelled, terms: CallTerms.current)
                }
            }
        } catch {
            throw isWriter ? error.failure : Self.failure(afterWaiting: error)
        }
    }

    /// What is known of the steps for `key`: `missing` when none have been written, `unreadable` when the store, which may
    /// have some, failed.
    func known(for key: StepKey) async -> StoredSteps {
        let entry = shelf.withLock { $0.entries[key] }
        guard let store, entry?.isSettled != true else { return entry.map { StoredSteps.found($0.steps) } ?? .missing }
        let stored = await store.steps(key)
        switch (stored, entry) {
        case (.found(let steps), _): return .found(put(steps, key, isSettled: true))
        // Written while the store failed, which works again and has no others.
        case (.missing, let entry?): return .found(await keep(entry.steps, key))
        case (.unreadable, let entry?): return .found(entry.steps)
        case (.missing, nil), (.unreadable, nil): return stored
        }
    }

    /// How many grades wait for the steps for `key` that another has `model` write.
    func waiting(for key: StepKey, by model: String) -> Int { writings.waiting(for: Writing(key: key, model: model)) }

    /// The voters of one grade fail together as if each had asked, so that their judge's failure keeps its reason.
    private static func failure(afterWaiting fault: Fault) -> GradeFailure {
        if fault.isCancelled { return fault.failure }
        if let terms = fault.terms, terms === CallTerms.current { return fault.failure }
        return GradeFailure(
            code: .unavailable,
            message: "the evaluation steps that this grade waited for could not be written: \(fault.failure)",
            retryAfter: fault.failure.retryAfter)
    }

    private func keep(_ written: WrittenSteps, _ key: StepKey) async -> WrittenSteps {
        guard let store else { return put(written, key, isSettled: true) }
        // Another process may have been quicker.
        let kept = await store.keep(written, under: key)
        return put(kept ?? written, key, isSettled: kept != nil)
    }

    private func settled(_ key: StepKey) -> WrittenSteps? {
        shelf.withLock { shelf in
            guard let entry = shelf.entries[key], entry.isSettled else { return nil }
            return entry.steps
        }
    }

    /// Puts `steps` on the shelf, unless others came before them that are settled, or no less settled than they; returns
    /// those that are there then.
    private func put(_ steps: WrittenSteps, _ key: StepKey, isSettled: Bool) -> WrittenSteps {
        shelf.withLock { shelf in
            let first = shelf.entries[key]
            if let first, first.isSettled || !isSettled { return first.steps }
            shelf.entries[key] = Entry(steps: steps, isSettled: isSettled)
            if first == nil { shelf.order.append(key) }
            if shelf.order.count > Self.maximumCount { shelf.entries[shelf.order.removeFirst()] = nil }
            return steps
        }
    }
}
