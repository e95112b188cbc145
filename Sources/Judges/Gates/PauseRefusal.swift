import Evaluation
import Timing

/// What a paused judge answers.
struct PauseRefusal: Sendable {
    /// The least time before those come back that found the probe under way.
    private static let patience = Duration.seconds(15)
    /// The most by which those that wait for the same pause come back one after the other.
    private static let spread = Duration.seconds(60)

    private let judge: String
    private let pause: JudgePause

    init(_ judge: String, _ pause: JudgePause) {
        self.judge = judge
        self.pause = pause
    }

    /// The failure of a trace with this id that came at `now`: to be tried again after the rest of the pause.
    ///
    /// Up to a tenth of the pause, a minute at most, is added by the trace's id: the first to come back is the probe, and
    /// most of the others find it done. Those that come while it is under way wait for a quarter of the pause.
    func failure(for traceID: String, at now: Timestamp) -> GradeFailure {
        let rest = pause.isProbing || pause.until <= now ? max(Self.patience, pause.length / 4) : pause.until - now
        let spread = min(pause.length / 10, Self.spread)
        let place = Sampling.position(of: traceID, in: .retries)
        return GradeFailure(
            code: pause.reason.code, message: message,
            retryAfter: rest + .microseconds(Int64(place * spread.inSeconds * 1e6)), isTransient: true)
    }

    private var message: String {
        let times = pause.failures == 1 ? "" : " \(pause.failures) times in a row"
        let next = pause.isProbing ? "it is being tried now" : "it is tried again at \(pause.until.rfc3339)"
        return "judge `\(judge)` is paused since \(pause.since.rfc3339), because \(pause.reason.deed)\(times): "
            + "\(pause.cause) Until that works nothing is asked; \(next). To go on at once, \(pause.reason.advice) and"
            + " send SIGHUP"
    }
}
