import ChatModels
import Evaluation
import JSON

/// How the single score of a model becomes the one it would give on average.
struct GEvalWeighting: Sendable {
    /// What came of asking.
    struct Scores: Sendable {
        /// The average.
        var mean: Double
        /// The scores as given, in the order asked.
        var raw: [Double]
        /// What the average was taken over: `logprobs`, `samples` or `none`.
        var weighting: String
        /// Why, by the first reply; nil when it did not say.
        var reason: String?
    }

    private enum Rule: String, CaseIterable { case auto, samples, none }

    private let rule: Rule
    private let count: Int

    /// Reads `weighting` and `n`.
    init(_ reader: inout JSONReader) throws(JSONReadError) {
        rule = try reader.choice("weighting", default: .auto)
        let count = try reader.integer("n", in: 1...50).map(Int.init)
        switch rule {
        case .samples where (count ?? 1) < 2: throw reader.error("n", "`weighting: samples` needs at least 2")
        case .none where (count ?? 1) > 1: throw reader.error("n", "`weighting: none` asks once; leave `n` out")
        default: self.count = count ?? 1
        }
    }

    /// Fills in `form` as often as the rule wants. Several answers to one question are asked for at temperature 1, where
    /// they differ as the model's own doubts do. One failure among them is a failure: fewer would be another measurement.
    func scores(
        _ form: GEvalForm, showing material: [String: String], by steps: [String], _ call: JudgeCall,
        _ tally: inout CallTally
    ) async throws(GradeFailure) -> Scores {
        let temperature = count > 1 ? 1.0 : nil
        let first = try await form.fill(material, by: steps, call, temperature: temperature, sample: 0, &tally)
        var scores = Scores(
            mean: first.score, raw: [first.score], weighting: "none", reason: first.verdict.reason)
        guard count > 1 else { return scores }
        for index in 1..<count {
            let next = try await form.fill(material, by: steps, call, temperature: temperature, sample: index, &tally)
            scores.raw.append(next.score)
        }
        scores.mean = scores.raw.reduce(0, +) / Double(count)
        scores.weighting = "samples"
        return scores
    }
}
