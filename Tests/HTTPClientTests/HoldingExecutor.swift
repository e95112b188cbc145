import Dispatch
import Synchronization

/// Runs jobs on a queue. Told to hold, it keeps whoever brings the next one waiting until it is told to let go.
final class HoldingExecutor: TaskExecutor {
    private enum State {
        case open, armed, holding
    }

    private let state = Mutex(State.open)
    private let running = Atomic<Int>(0)
    private let letGo = DispatchSemaphore(value: 0)

    /// Whether somebody is kept waiting.
    var isHolding: Bool { state.withLock { $0 == .holding } }

    /// Whether every job that was brought has run until it waits for something, or to its end.
    var isIdle: Bool { running.load(ordering: .sequentiallyConsistent) == 0 }

    /// Keeps whoever brings the next job.
    func hold() { state.withLock { $0 = .armed } }

    /// Lets whoever is kept go on.
    func release() {
        state.withLock { $0 = .open }
        letGo.signal()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let isKept = state.withLock { state in
            guard state == .armed else { return false }
            state = .holding
            return true
        }
        if isKept { letGo.wait() }
        running.add(1, ordering: .sequentiallyConsistent)
        let job = UnownedJob(job)
        DispatchQueue.global().async {
            job.runSynchronously(on: self.asUnownedTaskExecutor())
            self.running.subtract(1, ordering: .sequentiallyConsistent)
        }
    }
}
