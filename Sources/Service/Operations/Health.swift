import JSON
import Synchronization
import Timing
import WorkQueue

/// Whether the service can be sent work: by what it does, not by its being up.
final class Health: Sendable {
    /// One thing that readiness looks at.
    struct Check: Sendable {
        var name: String
        var isPassing: Bool
        var detail: String
    }

    /// A job that has been ready for this long while nothing was settled means that the workers are stuck.
    private static let stuckAfter: Duration = .seconds(600)
    /// From this share of its capacity on, the queue wants to be left alone.
    private static let highWater = 0.95

    private let queue: any JobQueue
    private let clock: any TimeSource
    private let workers: Int
    private let state = Mutex(State())

    private struct State: Sendable {
        var isStarted = false
        var isDraining = false
        var lastSettled: Timestamp?
        var langfuse = "not configured"
        var notices: [@Sendable () -> [Check]] = []
    }

    init(queue: any JobQueue, workers: Int, clock: any TimeSource) {
        self.queue = queue
        self.workers = workers
        self.clock = clock
    }

    func start() { state.withLock { $0.isStarted = true } }
    func drain() { state.withLock { $0.isDraining = true } }
    func jobSettled() { state.withLock { $0.lastSettled = clock.now() } }
    /// Notes what is known of Langfuse; shown, but no reason to refuse work: scores can wait.
    func langfuse(_ word: String) { state.withLock { $0.langfuse = word } }

    /// Shows what `notices` says whenever somebody asks.
    func show(_ notices: @escaping @Sendable () -> [Check]) { state.withLock { $0.notices.append(notices) } }

    /// Every check of readiness.
    func checks() -> [Check] {
        let state = state.withLock { $0 }
        let snapshot = queue.snapshot()
        return [
            Check(name: "started", isPassing: state.isStarted, detail: state.isStarted ? "yes" : "still starting"),
            Check(name: "draining", isPassing: !state.isDraining, detail: state.isDraining ? "shutting down" : "no"),
            room(in: snapshot), progress(snapshot, lastSettled: state.lastSettled),
            Check(name: "langfuse", isPassing: true, detail: state.langfuse),
        ] + state.notices.flatMap { $0() }
    }

    private func room(in snapshot: QueueSnapshot) -> Check {
        let jobs = snapshot.waiting + snapshot.delayed + snapshot.running
        let isFull =
            Double(jobs) >= Double(snapshot.capacity) * Self.highWater
            || Double(snapshot.bytes) >= Double(snapshot.maximumBytes) * Self.highWater
        return Check(
            name: "queue", isPassing: !isFull,
            detail: "\(jobs) of \(snapshot.capacity) jobs, \(snapshot.bytes) of \(snapshot.maximumBytes) bytes")
    }

    private func progress(_ snapshot: QueueSnapshot, lastSettled: Timestamp?) -> Check {
        guard workers > 0, let oldest = snapshot.oldestReadyAt else {
            return Check(name: "progress", isPassing: true, detail: "nothing waits")
        }
        let since = max(oldest, lastSettled ?? oldest)
        let idle = clock.now() - since
        return Check(
            name: "progress", isPassing: idle < Self.stuckAfter,
            detail: "jobs wait; the last one was settled \(idle.inMicroseconds / 1_000_000) s ago")
    }
}
