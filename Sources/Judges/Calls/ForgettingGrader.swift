import Evaluation
import JSON

/// A judge that has replies it could not use forgotten by the cache they went into: asked again, the model may do better.
struct ForgettingGrader: AttackableJudge {
    private let judge: any Grader

    /// Watches over `judge`.
    init(_ judge: any Grader) { self.judge = judge }

    var scale: Scale { judge.scale }
    var requiredFields: [Sample.Field] { judge.requiredFields }
    var shownFields: Set<Sample.Field> { AttackCase.fieldsShown(by: judge) }
    var waits: Bool { judge.waits }
    var partNames: [String] { judge.partNames }

    func details() async -> JSONObject { await judge.details() }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal { AttackGoal(on: judge, wanting: wanted) }

    func grade(_ sample: Sample) async -> GradeOutcome {
        let replies = UsedReplies()
        let outcome = await UsedReplies.$current.withValue(replies) { await judge.grade(sample) }
        if case .failed(let failure) = outcome, Self.isOfTheReply(failure.code) { replies.forget() }
        return outcome
    }

    /// Whether such a failure may lie in what the model said.
    private static func isOfTheReply(_ code: GradeFailure.Code) -> Bool {
        switch code {
        case .unparseable, .truncated, .refused, .schemaViolation, .limitExceeded: true
        case .timeout, .rateLimited, .auth, .budget, .contextTooLong, .missingInput, .invalidInput, .partFailed,
            .unavailable, .internal:
            false
        }
    }
}

extension GraderKind {
    /// The kind, its graders having replies they could not use forgotten.
    var forgetting: GraderKind {
        var kind = self
        let make = make
        kind.make = { reader, resources throws(JSONReadError) in
            switch try make(&reader, resources) {
            case .grader(let judge): .grader(ForgettingGrader(judge))
            case let other: other
            }
        }
        return kind
    }
}
