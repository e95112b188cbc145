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
/// The verdict is the object `ReplyObject` finds, unless an unquoted line `score: X` follows it: then the object may be
/// quoted from the graded text, and the last such line counts. What counts where there is no object, and what must agree
/// with the verdict, `WrittenScores` says.
package struct JudgeReplyParser: Sendable {
    /// What the verdict must be.
    package let output: JudgeOutput
    /// The longest reason kept, in Unicode scalars.
    package static let maximumReasonLength = 2000

    /// Creates a parser of one value.
    package init(output: DeclaredOutput) { self.init(output: .value(output)) }

    /// Creates a parser.
    package init(output: JudgeOutput) { self.output = output }

    /// Returns the verdict in `reply`.
    ///
    /// - Throws: `refused`, `truncated`, `unparseable` or `schema_violation`.
    package func verdict(in reply: ChatReply) throws(GradeFailure) -> JudgeVerdict {
        switch try ReplyObject.find("score", in: reply) {
        case .object(let object, let before, let after):
            let written = WrittenScores(in: after, behind: before, output)
            if let verdict = try written.line() { return verdict }
            let value = try output.value(of: try ReplyObject.member("score", of: object))
            try written.check(value)
            return JudgeVerdict(value: value, reason: ReplyObject.reason(object["reason"]?.string))
        case .text(let text):
            let written = WrittenScores(in: text, output)
            if let verdict = try written.line() { return verdict }
            if let verdict = try written.sentence() { return verdict }
            throw ReplyObject.nothing(in: text)
        }
    }
}
