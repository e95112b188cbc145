/// Hears what the Langfuse client does, for metrics. Called from any task; must not block.
package protocol LangfuseObserver: Sendable {
    /// A request with scores got its answer, or none.
    func scoresSent(_ report: ScoreRequestReport)
    /// Langfuse asked for a break; nothing is sent for `duration`.
    func sinkPaused(for duration: Duration)
    /// The number of scores that wait to be sent has changed.
    func scoresPending(_ count: Int)
    /// The server was asked what it is.
    func probed(_ result: Result<ServerGeneration, LangfuseError>)
}

extension LangfuseObserver {
    package func scoresSent(_ report: ScoreRequestReport) {}
    package func sinkPaused(for duration: Duration) {}
    package func scoresPending(_ count: Int) {}
    package func probed(_ result: Result<ServerGeneration, LangfuseError>) {}
}

/// Hears nothing.
package struct SilentLangfuseObserver: LangfuseObserver {
    /// Creates an observer that does nothing.
    package init() {}
}

/// One request with scores.
package struct ScoreRequestReport: Sendable, Equatable {
    /// What came of a request, as a closed set fit for metric labels.
    package enum Outcome: String, Sendable, CaseIterable {
        case accepted, partial, refused
        case rateLimited = "rate_limited"
        case unauthorized, unavailable
    }

    /// The route and form used.
    package var mode: ScoreWriteMode
    /// The number of scores in it.
    package var scores: Int
    /// The length of its body.
    package var bytes: Int
    /// The time until the answer was there.
    package var duration: Duration
    /// What came of it.
    package var outcome: Outcome

    /// Creates a report.
    package init(mode: ScoreWriteMode, scores: Int, bytes: Int, duration: Duration, outcome: Outcome) {
        self.mode = mode
        self.scores = scores
        self.bytes = bytes
        self.duration = duration
        self.outcome = outcome
    }
}

/// The ways of writing scores, best first.
package enum ScoreWriteMode: String, Sendable, CaseIterable {
    /// An array on `POST /scores`: Cloud and servers from 4.59.0 on.
    case array
    /// `score-create` events on `POST /ingestion`: every version, and the only way to set a score's time on old ones.
    case ingestion
    /// One object on `POST /scores`.
    case single
}
