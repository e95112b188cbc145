import Evaluation
import Synchronization

/// A store of evaluation steps that outlives the libraries over it, as a file does.
final class KeptSteps: StepStore {
    private let lists: Mutex<[StepKey: WrittenSteps]>

    init() { lists = Mutex([:]) }

    /// How many lists there are.
    var count: Int { lists.withLock { $0.count } }

    func steps(_ key: StepKey) async -> WrittenSteps? { lists.withLock { $0[key] } }

    func keep(_ steps: WrittenSteps, under key: StepKey) async -> WrittenSteps {
        lists.withLock { lists in
            if let first = lists[key] { return first }
            lists[key] = steps
            return steps
        }
    }
}
