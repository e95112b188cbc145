import Evaluation
import Synchronization

/// A store of evaluation steps that outlives the libraries over it, as a file does, and fails while it is told to.
final class KeptSteps: StepStore {
    private struct State {
        var lists: [StepKey: WrittenSteps] = [:]
        var isFailing = false
    }

    private let state = Mutex(State())

    /// How many lists there are.
    var count: Int { state.withLock { $0.lists.count } }

    /// Lets the store fail from now on, or work again.
    func fail(_ isFailing: Bool) { state.withLock { $0.isFailing = isFailing } }

    func steps(_ key: StepKey) async -> StoredSteps {
        state.withLock { state -> StoredSteps in
            if state.isFailing { return .unreadable }
            return state.lists[key].map { StoredSteps.found($0) } ?? .missing
        }
    }

    func keep(_ steps: WrittenSteps, under key: StepKey) async -> WrittenSteps? {
        state.withLock { state -> WrittenSteps? in
            if state.isFailing { return nil }
            if let first = state.lists[key] { return first }
            state.lists[key] = steps
            return steps
        }
    }
}
