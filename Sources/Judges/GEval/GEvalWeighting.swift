import ChatModels
import Evaluation
import JSON
import Synchronization

/// How the single score of a model becomes the one it would give on average: by how likely it held each score, where the
/// provider tells, else over several answers.
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

    private enum Rule: String, CaseIterable { case auto, logprobs, samples, none }

    /// The most candidates that providers tell for one token.
    private static let topLogprobs = 20

    /// Which models were asked for probabilities and told none. Where others stand in for a model, each is known by the
    /// name in its replies.
    private final class Silence: Sendable {
        private let state = Mutex((silent: Set<String>(), latest: ""))

        /// Whether the model that replied last is a silent one.
        var isExpected: Bool { state.withLock { $0.silent.contains($0.latest) } }

        /// Notes that `model` replied.
        func note(_ model: String) { state.withLock { $0.latest = model } }

        /// Notes that `model` told none.
        func remember(_ model: String) { state.withLock { _ = $0.silent.insert(model) } }
    }

    private let rule: Rule
    private let count: Int
    private let silence = Silence()

    /// Reads `weighting` and `n`.
    init(_ reader: inout JSONReader) throws(JSONReadError) {
        rule = try reader.choice("weighting", default: .auto)
        let count = try reader.integer("n", in: 1...50).map(Int.init)
        switch rule {
        case .samples where count == 1: throw reader.error("n", "`weighting: samples` needs at least 2")
        case .none where (count ?? 1) > 1, .logprobs where (count ?? 1) > 1:
            throw reader.error("n", "`weighting: \(rule.rawValue)` asks once; leave `n` out")
        default: self.count = count ?? Self.standardCount
        }
    }

    /// How many answers are averaged over unless the configuration says otherwise.
    static let standardCount = 5

    /// Fills in `form` as often as the rule wants.
    func scores(
        _ form: GEvalForm, showing material: [String: String], by steps: [String], _ call: JudgeCall,
        _ tally: inout CallTally
    ) async throws(GradeFailure) -> Scores {
        if rule == .samples || (rule == .auto && silence.isExpected) {
            return try await samples(form, material, steps, call, &tally)
        }
        let drawing = JudgeCall.Drawing(topLogprobs: rule == .none ? nil : Self.topLogprobs)
        let first = try await form.fill(material, by: steps, call, drawing, &tally)
        silence.note(first.reply.model)
        let single = Scores(mean: first.score, raw: [first.score], weighting: "none", reason: first.verdict.reason)
        if rule == .none { return single }
        if let tokens = first.reply.logprobs, !tokens.isEmpty {
            return Self.weighted(single, by: tokens, in: form.range)
        }
        if rule == .logprobs {
            throw GradeFailure(
                code: .invalidInput,
                message: "model \(call.modelName) tells no probabilities of tokens; set `weighting` to auto or samples")
        }
        if count == 1 { return single }
        silence.remember(first.reply.model)
        return try await samples(form, material, steps, call, &tally)
    }

    /// The score weighted by the probabilities of its token. Where that is not one token, is not the score that was read,
    /// or nothing is likely enough, it stays what it was, as in DeepEval.
    private static func weighted(
        _ single: Scores, by tokens: [TokenLogprobs], in range: ClosedRange<Double>
    ) -> Scores {
        let read = tokens.map { token in
            ScoreTokens.Token(text: token.chosen.token, candidates: token.top.map { ($0.token, $0.logprob) })
        }
        guard let token = ScoreTokens.token(in: read), Double(token.text) == single.mean,
            let mean = ScoreWeighting.mean(token.candidates, in: range)
        else { return single }
        var scores = single
        scores.mean = mean
        scores.weighting = "logprobs"
        return scores
    }

    /// The mean of several answers, asked for at temperature 1, where they differ as the model's own doubts do. One
    /// failure among them is a failure: fewer would be another measurement.
    private func samples(
        _ form: GEvalForm, _ material: [String: String], _ steps: [String], _ call: JudgeCall, _ tally: inout CallTally
    ) async throws(GradeFailure) -> Scores {
        var raw: [Double] = []
        var reason: String?
        for index in 0..<count {
            let drawing = JudgeCall.Drawing(sample: index, temperature: 1)
            let next = try await form.fill(material, by: steps, call, drawing, &tally)
            silence.note(next.reply.model)
            if index == 0 { reason = next.verdict.reason }
            raw.append(next.score)
        }
        return Scores(
            mean: raw.reduce(0, +) / Double(count), raw: raw, weighting: "samples", reason: reason)
    }
}
