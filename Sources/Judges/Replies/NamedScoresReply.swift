import ChatModels
import Evaluation
import JSON

/// Reads a reply that gives several named scores.
enum NamedScoresReply {
    /// The scores in `reply`, in the order of `outputs`, and the reason they share. All of them must be there and right:
    /// half an answer is none.
    ///
    /// - Throws: `refused`, `truncated`, `unparseable` or `schema_violation`.
    static func scores(
        in reply: ChatReply, _ outputs: [ReplyForm.NamedOutput]
    ) throws(GradeFailure) -> (values: [ScoreValue], reason: String?) {
        guard case .object(let object, _, _) = try ReplyObject.find("scores", in: reply) else {
            throw ReplyObject.nothing(in: reply.text)
        }
        guard let scores = try ReplyObject.member("scores", of: object).object else {
            throw GradeFailure(code: .schemaViolation, message: "`scores` of the reply is no object")
        }
        var values: [ScoreValue] = []
        for output in outputs {
            values.append(try output.output.value(of: try ReplyObject.member(output.name, of: scores)))
        }
        return (values, ReplyObject.reason(object["reason"]?.string))
    }
}
