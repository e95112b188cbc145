import ChatModels
import Evaluation
import JSON

/// Finds the object in a reply that answers the question, or says why there is none.
///
/// A reply that is one JSON object is taken as it stands. In any other reply the last object that has the member asked
/// for counts, since earlier ones may be quoted from the graded text. It is found first and checked afterwards: a bad
/// last one is a failure, not a reason to look for a better one.
enum ReplyObject {
    /// What a reply holds.
    enum Found {
        /// The object, and the text around it.
        case object(JSONObject, before: String, after: String)
        /// No object that has to do with the question; the reply without its thinking.
        case text(String)
    }

    /// Looks for the object with the member `key`.
    ///
    /// - Throws: `refused`, `truncated` or `unparseable`.
    static func find(_ key: String, in reply: ChatReply) throws(GradeFailure) -> Found {
        if reply.isRefusal || reply.finishReason == "content_filter" {
            throw GradeFailure(
                code: .refused, message: "the model refused to judge: \(reply.text.trimmed.excerpt())")
        }
        let isCut = ["length", "max_tokens", "MAX_TOKENS"].contains(reply.finishReason)
        if let object = BraceGroups.object(reply.text.trimmed) { return .object(object, before: "", after: "") }
        // What was cut may be the real verdict, so no other is looked for.
        guard !isCut else {
            throw GradeFailure(
                code: .truncated,
                message: "the reply ended at the token limit before the verdict; raise the grader's `max_tokens`")
        }
        let text = Thought.removed(from: reply.text)
        switch BraceGroups.last(mentioning: key, in: text) {
        case .object(let object, let before, let after): return .object(object, before: before, after: after)
        case .malformed(let group): throw unparseable("the last verdict is not the JSON asked for: \(group.excerpt())")
        case .unbalanced: throw unparseable("the braces do not match: \(text.trimmed.excerpt())")
        case .none: return .text(text)
        }
    }

    /// The member `key` of the object in `reply`.
    ///
    /// - Throws: What `find` throws, and `schema_violation` when the member is not there.
    static func member(_ key: String, of reply: ChatReply) throws(GradeFailure) -> JSONValue {
        switch try find(key, in: reply) {
        case .object(let object, _, _): return try member(key, of: object)
        case .text(let text): throw nothing(in: text)
        }
    }

    /// The member `key` of `object`.
    ///
    /// - Throws: `schema_violation` when it is not there.
    static func member(_ key: String, of object: JSONObject) throws(GradeFailure) -> JSONValue {
        guard let value = object[key] else {
            throw GradeFailure(
                code: .schemaViolation,
                message: "the reply has no `\(key)`: \(JSONValue.object(object).text.excerpt())")
        }
        return value
    }

    /// The failure of a reply without a verdict.
    static func nothing(in text: String) -> GradeFailure {
        let excerpt = text.trimmed.excerpt()
        return unparseable(excerpt.isEmpty ? "the reply is empty" : "no verdict in the reply: \(excerpt)")
    }

    /// The reason in `text`, cut to what is kept; nil when there is none.
    static func reason(_ text: String?) -> String? {
        guard let reason = text?.trimmed, !reason.isEmpty else { return nil }
        return reason.bounded(JudgeReplyParser.maximumReasonLength)
    }

    /// The failure of a reply whose verdict cannot be made out.
    static func unparseable(_ what: String) -> GradeFailure {
        GradeFailure(code: .unparseable, message: "\(what); use a model that follows a response schema")
    }
}
