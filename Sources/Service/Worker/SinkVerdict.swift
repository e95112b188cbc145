import Evaluation

/// What the sinks said of the scores of one job, put together.
struct SinkVerdict: Sendable {
    /// Why at least one score will never be taken; nil when none was refused.
    var rejected: String?
    /// Why at least one score could not be written now; nil when all could.
    var unavailable: String?
    /// The longest time a sink asked for.
    var retryAfter: Duration?

    init() {}

    init(sink: String, scores: [Score], outcomes: [ScoreWriteOutcome]) {
        for (score, outcome) in zip(scores, outcomes) {
            switch outcome {
            case .written: break
            case .rejected(let reason):
                merge(SinkVerdict(rejected: "\(sink) refused score `\(score.name)`: \(reason)"))
            case .unavailable(let reason, let retryAfter):
                merge(SinkVerdict(unavailable: "\(sink): \(reason)", retryAfter: retryAfter))
            }
        }
    }

    private init(rejected: String? = nil, unavailable: String? = nil, retryAfter: Duration? = nil) {
        self.rejected = rejected
        self.unavailable = unavailable
        self.retryAfter = retryAfter
    }

    /// Takes over what `other` says; the first reason of each sort stays.
    mutating func merge(_ other: SinkVerdict) {
        rejected = rejected ?? other.rejected
        unavailable = unavailable ?? other.unavailable
        if let time = other.retryAfter { retryAfter = max(retryAfter ?? .zero, time) }
    }
}
