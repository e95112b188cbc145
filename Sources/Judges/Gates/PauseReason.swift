import Evaluation

/// Why a judge is paused.
package enum PauseReason: String, Sendable, CaseIterable {
    /// The model refuses the credentials.
    case auth
    /// The provider's quota is used up.
    case quota
    /// The model answers, but not with a verdict: `unparseable`, `schema_violation` and `truncated`. They count as one,
    /// since each costs money, gives no score, and is cured in the same place: model, prompt or `max_tokens`.
    case unparseable
    /// The provider asks for patience.
    case rateLimited = "rate_limited"

    /// The reason that failures of this code count for; nil when for none.
    init?(_ code: GradeFailure.Code) {
        switch code {
        case .auth: self = .auth
        case .budget: self = .quota
        case .unparseable, .schemaViolation, .truncated: self = .unparseable
        case .rateLimited: self = .rateLimited
        default: return nil
        }
    }

    /// The code of the failures that a judge answers with while it is paused for this.
    var code: GradeFailure.Code {
        switch self {
        case .auth: .auth
        case .quota: .budget
        case .unparseable: .unparseable
        case .rateLimited: .rateLimited
        }
    }

    /// Whether the failure says nothing about the sample, so that it may be judged once the cause is gone.
    var sparesTheSample: Bool { self != .unparseable }

    /// What the model did, in words.
    package var deed: String {
        switch self {
        case .auth: "its model refused the credentials"
        case .quota: "the quota of its model was used up"
        case .unparseable: "its model answered without a readable verdict"
        case .rateLimited: "its model was rate limited"
        }
    }

    /// What to do about it.
    package var advice: String {
        switch self {
        case .auth: "check the credentials of its model"
        case .quota: "raise the quota or the balance at the provider"
        case .unparseable: "look at the failures of its last grades, then at its prompt, `max_tokens` and model"
        case .rateLimited: "lower `max_concurrency` of its model or raise the limit at the provider"
        }
    }
}
