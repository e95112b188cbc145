package import Evaluation
package import JSON

/// What a judge is asked for.
package enum JudgeOutput: Sendable, Equatable {
    /// One number, one yes or no, or one label.
    case value(DeclaredOutput)
    /// From one to `most` different ones of the labels.
    case labels([String], most: Int)
    /// A text of one to `maximumTextLength` Unicode scalars.
    case text

    /// The longest text that is a score, in Unicode scalars: what Langfuse takes
    /// (<https://langfuse.com/docs/evaluation/evaluation-methods/data-model>).
    package static let maximumTextLength = 500

    /// The scale of the scores.
    package var scale: Scale {
        switch self {
        case .value(let output): output.scale
        case .labels(let labels, _): Scale(.categorical(labels), direction: .neutral)
        case .text: Scale(.categorical([]), direction: .neutral)
        }
    }

    /// Reads the score of a reply.
    ///
    /// Several labels become one, joined by `, ` in the order declared, so that the same labels are the same value.
    /// - Throws: A `schema_violation` for everything that was not asked for.
    package func value(of score: JSONValue) throws(GradeFailure) -> ScoreValue {
        switch self {
        case .value(let output): return try output.value(of: score)
        case .labels(let labels, let most):
            let chosen = try Self.chosen(of: score, among: labels)
            guard (1...most).contains(chosen.count), Set(chosen).count == chosen.count else {
                throw violation(score)
            }
            return .categorical(labels.filter(chosen.contains).joined(separator: ", "))
        case .text:
            guard let text = score.string?.trimmed, !text.isEmpty,
                text.unicodeScalars.count <= Self.maximumTextLength
            else { throw violation(score) }
            return .categorical(text)
        }
    }

    private static func chosen(of score: JSONValue, among labels: [String]) throws(GradeFailure) -> [String] {
        var chosen: [String] = []
        for element in score.array ?? [score] {
            guard case .categorical(let label) = try DeclaredOutput.categorical(labels).value(of: element) else {
                continue
            }
            chosen.append(label)
        }
        return chosen
    }

    private func violation(_ score: JSONValue) -> GradeFailure {
        GradeFailure(
            code: .schemaViolation,
            message: "the score is \(score.text.excerpt(60)); it must be \(requirement(in: .en))")
    }
}
