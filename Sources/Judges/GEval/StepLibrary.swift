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
    private struct Shelf {
        var lists: [StepKey: WrittenSteps] = [:]
        var order: [StepKey] = []
    }

    /// Why nothing was written, and whether that is only because the one who wrote was cancelled.
    private struct Fault: Error {
        var failure: GradeFailure
        var isCancelled: Bool
    }

    /// The most lists of steps in memory; of more the oldest goes.
    static let maximumCount = 1000

    private let store: (any StepStore)?
    private let time: any TimeSource
    private let shelf = Mutex(Shelf())
    private let writings = SharedFetch<StepKey, WrittenSteps, Fault>(
        cancelled: Fault(
            failure: GradeFailure(code: .unavailable, message: "waiting for evaluation steps was cancelled"),
            isCancelled: true),
        isCancelled: \.isCancelled)

    /// Creates a library over what `store` keeps; without one it lives in memory only.
    package init(store: (any StepStore)? = nil, time: any TimeSource = SystemClock()) {
        self.store = store
        self.time = time
    }

    /// The steps kept for `key`, else those that `write` makes, with the name of the model that made them.
    ///
    /// Whoever asks for the same while they are being written gets what comes of that, a failure included; a failure is not
    /// kept. When the one who has them written is cancelled, one of those that wait does it again.
    ///
    /// - Throws: what `write` throws; `unavailable` for a caller that is cancelled while it waits.
    func steps(
        for key: StepKey, _ write: () async throws(GradeFailure) -> (steps: [String], model: String)
    ) async throws(GradeFailure) -> WrittenSteps {
        if let known = onShelf(key) { return known }
        do throws(Fault) {
            return try await writings.value(of: key) { () async throws(Fault) -> WrittenSteps in
                if let known = await known(for: key) { return known }
                do throws(GradeFailure) {
                    return await keep(try await write(), key)
                } catch {
                    throw Fault(failure: error, isCancelled: Task.isCancelled)
                }
            }
        } catch {
            throw error.failure
        }
    }

    /// The steps kept for `key`; nil when none have been written.
    func known(for key: StepKey) async -> WrittenSteps? {
        if let known = onShelf(key) { return known }
        guard let kept = await store?.steps(key) else { return nil }
        put(kept, key)
        return kept
    }

    private func keep(_ new: (steps: [String], model: String), _ key: StepKey) async -> WrittenSteps {
        var written = WrittenSteps(steps: new.steps, model: new.model, writtenAt: time.now())
        // Another process may have been quicker.
        if let store { written = await store.keep(written, under: key) }
        put(written, key)
        return written
    }

    private func onShelf(_ key: StepKey) -> WrittenSteps? { shelf.withLock { $0.lists[key] } }

    private func put(_ steps: WrittenSteps, _ key: StepKey) {
        shelf.withLock { shelf in
            if shelf.lists.updateValue(steps, forKey: key) == nil { shelf.order.append(key) }
            if shelf.order.count > Self.maximumCount { shelf.lists[shelf.order.removeFirst()] = nil }
        }
    }
}
