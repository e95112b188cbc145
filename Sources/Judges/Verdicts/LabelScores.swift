import Evaluation
import JSON

/// The labels a judge chooses from, written as OpenAI's label model grader (`labels`, `passing_labels`) and autoevals'
/// classifier (`choice_scores`) write them.
struct LabelScores: Sendable {
    /// The labels.
    let labels: [String]
    /// The number each label stands for; nil when the label is the score.
    let scores: [String: Double]?

    /// The parameters.
    static let parameters: [GraderKind.Parameter] = [
        .init("labels", type: "list of strings", "The labels to choose from, in place of `output`."),
        .init(
            "passing_labels", type: "list of strings",
            "Those of `labels` that are worth 1; the others are worth 0, and the label is in the metadata."),
        .init(
            "choice_scores", type: "object of numbers from 0 to 1",
            "What each label is worth, in place of `labels` and `passing_labels`."),
    ]

    /// Reads the parameters; nil when there are none.
    init?(_ reader: inout JSONReader) throws(JSONReadError) {
        let labels = try PromptSetting.texts("labels", &reader)
        let passing = try PromptSetting.texts("passing_labels", &reader)
        let scores = try Self.choiceScores(&reader)
        guard
            let key = [("choice_scores", scores != nil), ("passing_labels", passing != nil), ("labels", labels != nil)]
                .first(where: \.1)?.0
        else { return nil }
        if reader.object["output"] != nil { throw reader.error("output", "`\(key)` says what it is; leave it out") }
        if let scores {
            guard labels == nil, passing == nil else {
                throw reader.error("choice_scores", "names the labels itself; leave `labels` and `passing_labels` out")
            }
            self.labels = scores.map(\.label)
            self.scores = Dictionary(scores.map { ($0.label, $0.score) }) { first, _ in first }
            return
        }
        guard let labels else { throw reader.missing("labels") }
        guard labels.count >= 2, Set(labels).count == labels.count else {
            throw reader.error("labels", "give at least two labels, none of them twice")
        }
        self.labels = labels
        self.scores = try passing.map { passing throws(JSONReadError) in try Self.scores(labels, passing, reader) }
    }

    private static func scores(
        _ labels: [String], _ passing: [String], _ reader: JSONReader
    ) throws(JSONReadError) -> [String: Double] {
        if let unknown = passing.first(where: { !labels.contains($0) }) {
            throw reader.error("passing_labels", "`\(unknown.excerpt(40))` is not among `labels`")
        }
        return Dictionary(uniqueKeysWithValues: labels.map { ($0, passing.contains($0) ? 1 : 0) })
    }

    private static func choiceScores(
        _ reader: inout JSONReader
    ) throws(JSONReadError) -> [(label: String, score: Double)]? {
        guard var given = try reader.reader("choice_scores") else { return nil }
        guard given.object.count >= 2 else { throw reader.error("choice_scores", "give at least two labels") }
        var scores: [(label: String, score: Double)] = []
        for label in given.object.keys {
            guard !label.trimmed.isEmpty else { throw reader.error("choice_scores", "a label is empty") }
            guard let score = try given.number(label, in: 0...1) else { throw given.missing(label) }
            scores.append((label, score))
        }
        return scores
    }
}
