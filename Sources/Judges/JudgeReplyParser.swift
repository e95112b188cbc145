package import ChatModels
package import Evaluation
import JSON

/// What a judge said.
package struct JudgeVerdict: Sendable, Equatable {
    /// The score.
    package var value: ScoreValue
    /// Why; nil when the judge did not say.
    package var reason: String?

    /// Creates a verdict.
    package init(value: ScoreValue, reason: String?) {
        self.value = value
        self.reason = reason
    }
}

/// Finds the verdict in a judge's reply, or says why there is none. Never makes one up.
///
/// A reply that is one JSON object is read as it stands. In any other reply the last object that has to do with a score
/// is the verdict, since earlier ones may be quoted from the graded text; failing that, the last line `score: X`. It is
/// found first and checked afterwards: a bad last verdict is a failure, not a reason to look for a better one.
package struct JudgeReplyParser: Sendable {
    /// What the verdict must be.
    package let output: DeclaredOutput
    /// The longest reason kept, in Unicode scalars.
    package static let maximumReasonLength = 2000

    /// Creates a parser.
    package init(output: DeclaredOutput) { self.output = output }

    /// Returns the verdict in `reply`.
    ///
    /// - Throws: `refused`, `truncated`, `unparseable` or `schema_violation`.
    package func verdict(in reply: ChatReply) throws(GradeFailure) -> JudgeVerdict {
        if reply.isRefusal || reply.finishReason == "content_filter" {
            throw GradeFailure(
                code: .refused, message: "the model refused to judge: \(reply.text.trimmed.excerpt())")
        }
        let isCut = ["length", "max_tokens", "MAX_TOKENS"].contains(reply.finishReason)
        if let object = BraceGroups.object(reply.text.trimmed) {
            return try verdict(of: object)
        }
        // What was cut may be the real verdict, so no other is looked for.
        guard !isCut else {
            throw GradeFailure(
                code: .truncated,
                message: "the reply ended at the token limit before the verdict; raise the grader's `max_tokens`")
        }
        return try looseVerdict(in: Thought.removed(from: reply.text))
    }

    private func looseVerdict(in text: String) throws(GradeFailure) -> JudgeVerdict {
        switch BraceGroups.last(mentioning: "score", in: text) {
        case .object(let object): return try verdict(of: object)
        case .malformed(let group):
            throw unparseable("the last verdict is not JSON: \(group.excerpt())")
        case .unbalanced: throw unparseable("the braces do not match: \(text.trimmed.excerpt())")
        case .none: break
        }
        guard let line = ScoreLine.last(in: text) else {
            let excerpt = text.trimmed.excerpt()
            throw unparseable(excerpt.isEmpty ? "the reply is empty" : "no verdict in the reply: \(excerpt)")
        }
        return JudgeVerdict(value: try output.value(ofText: line.score), reason: Self.reason(line.rest))
    }

    private func verdict(of object: JSONObject) throws(GradeFailure) -> JudgeVerdict {
        guard let score = object["score"] else {
            throw GradeFailure(
                code: .schemaViolation,
                message: "the reply has no `score`: \(JSONValue.object(object).text.excerpt())")
        }
        return JudgeVerdict(value: try output.value(of: score), reason: Self.reason(object["reason"]?.string ?? ""))
    }

    private static func reason(_ text: String) -> String? {
        let reason = text.trimmed
        return reason.isEmpty ? nil : reason.bounded(maximumReasonLength)
    }

    private func unparseable(_ what: String) -> GradeFailure {
        GradeFailure(code: .unparseable, message: "\(what); use a model that follows a response schema")
    }
}
