import CoreMetrics
import Timing
import WorkQueue

/// Counts what happens in the queue.
struct QueueMetrics: JobQueueObserver {
    private let wait: Timer
    private let deadLetters: Counter
    private let forgotten: Counter

    init(factory: any MetricsFactory & Sendable) {
        wait = Timer(label: "gradehook_queue_wait_seconds", factory: factory)
        deadLetters = Counter(label: "gradehook_dead_letters_total", factory: factory)
        forgotten = Counter(label: "gradehook_dead_letters_dropped_total", factory: factory)
    }

    func leased(_ job: Job, waited: Duration) {
        guard job.attempt == 1 else { return }
        wait.recordNanoseconds(waited.inMicroseconds &* 1_000)
    }

    func deadLettered(_ letter: DeadLetter) { deadLetters.increment() }

    func forgot(_ letter: DeadLetter) { forgotten.increment() }
}
