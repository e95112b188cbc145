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

    /// Says what became of a leased job, and hears what follows: when it comes back, or that it is dead by now. Saying
    /// it twice for one lease is ignored.
    @discardableResult
    func settle(_ lease: LeasedJob, _ outcome: JobOutcome) async -> Settlement

    /// Refuses new jobs from now on; `lease` goes on until every job has had one more try, delayed jobs included (their
    /// delay is cut). What fails for now after that is left over: it stays inside with its attempts, and `snapshot`
    /// counts it as delayed.
    func drain()

    /// Refuses new jobs and ends every `lease` at once. What is still inside stays there and is counted by `snapshot`.
    func close()

    /// How full the queue is, now.
    func snapshot() -> QueueSnapshot

    /// The jobs that gave up, newest first, at most `limit`.
    func deadLetters(limit: Int) -> [DeadLetter]

    /// Puts the newest dead letter of a job called `id`, from `origin` when one is given, back as a new job with
    /// attempt 0.
    func retryDeadLetter(id: String, origin: String?) async -> RevivalResult

    /// Does the driver's own work (delays, commits) until cancelled; started once by the service.
    func run() async
}
