/// Holds jobs between the path that accepts them and the path that works on them.
///
/// Accepted jobs are leased in the order they came in, except that a job put back with a delay is leased when the
/// delay has passed. Every method may be called from any thread.
package protocol JobQueue: Sendable {
    /// Puts `jobs` into the queue and calls `completion` once, on any thread, perhaps before this returns.
    ///
    /// The jobs are taken in order until one does not fit; the result has an element for each. A job counts as taken
    /// only when it would survive whatever the driver promises to survive. Never blocks.
    func enqueue(_ jobs: [Job], completion: @escaping @Sendable ([EnqueueResult]) -> Void)

    /// Waits for a job and lends it out. Returns nil once the queue is drained or closed, or the task is cancelled.
    func lease() async -> LeasedJob?

    /// Says what became of a leased job. Saying it twice for one lease is ignored.
    func settle(_ lease: LeasedJob, _ outcome: JobOutcome) async

    /// Refuses new jobs from now on; `lease` goes on until nothing is left, delayed jobs included (their delay is cut).
    func drain()

    /// Refuses new jobs and ends every `lease` at once. What is still inside stays there and is counted by `snapshot`.
    func close()

    /// How full the queue is, now.
    func snapshot() -> QueueSnapshot

    /// The jobs that gave up, newest first, at most `limit`.
    func deadLetters(limit: Int) -> [DeadLetter]

    /// Puts the dead letter of the job `id` back as a new job with attempt 0. False when there is none or no room.
    func retryDeadLetter(id: String) async -> Bool

    /// Does the driver's own work (delays, commits) until cancelled; started once by the service.
    func run() async
}
