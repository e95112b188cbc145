import Evaluation
import JSON

/// A class that a model may put an output in, by a letter, with the number it stands for.
struct VerdictClass: Sendable {
    /// The label in the model's reply.
    var label: String
    /// The key in `class_scores`.
    var key: String
    /// The number it stands for unless the configuration says otherwise.
    var score: Double

    /// The standard scores as they would be written.
    static func text(_ classes: [VerdictClass]) -> String {
        "{" + classes.map { "\($0.key): \(JSONValue.number($0.score).text)" }.joined(separator: ", ") + "}"
    }

    /// Reads `class_scores`, by keys or by labels.
    static func scores(
        _ classes: [VerdictClass], _ reader: inout JSONReader
    ) throws(JSONReadError) -> [String: Double] {
        var scores = Dictionary(uniqueKeysWithValues: classes.map { ($0.label, $0.score) })
        guard var given = try reader.reader("class_scores") else { return scores }
        for one in classes {
            for key in [one.key, one.label] {
                if let score = try given.number(key, in: 0...1) { scores[one.label] = score }
            }
        }
        try given.finish()
        return scores
    }
}
