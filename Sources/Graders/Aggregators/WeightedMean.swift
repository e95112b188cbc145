import Evaluation
import JSON

/// The mean of other graders' values, each brought to 0...1 with 1 good, by weights.
struct WeightedMean: ListedAggregator {
    let list: PartList
    private let weights: [String: Double]
    private let failureRule: FailureRule

    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        guard var of = try reader.reader("of") else { throw reader.missing("of") }
        guard !of.object.isEmpty else { throw reader.error("of", "no grader is named; give {name: weight, ...}") }
        var weights: [String: Double] = [:]
        for name in of.object.keys {
            guard let weight = try of.number(name), weight > 0, weight.isFinite else {
                throw of.error(name, "expected a weight above 0; leave the grader out instead")
            }
            weights[name] = weight
        }
        self.weights = weights
        list = PartList(of.object.keys.map { PartList.Part(name: $0, pointer: of.path($0)) })
        failureRule = try FailureRule(&reader)
    }

    func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
        switch PartTally(outcomes, of: parts).settled(by: failureRule) {
        case .outcome(let outcome): return outcome
        case .values(let values, let note):
            let terms = values.map { "\($0.name) \(PartTally.text($0.value)) × \(PartTally.text(weight(of: $0)))" }
            return PartTally.graded(.numeric(mean(of: values)), terms.joined(separator: " + ") + note)
        }
    }

    private func weight(of part: PartTally.Value) -> Double { weights[part.name] ?? 0 }

    private func mean(of values: [PartTally.Value]) -> Double {
        // Dividing each weight first keeps very large weights finite.
        let largest = values.map { weight(of: $0) }.max() ?? 1
        let total = values.reduce(0) { $0 + weight(of: $1) / largest }
        let sum = values.reduce(0) { $0 + weight(of: $1) / largest * $1.value }
        return min(1, sum / total)
    }
}

extension WeightedMean {
    static let kind = GraderKind(
        name: "weighted_mean",
        aliases: ["weighted_sum"],
        family: .aggregators,
        summary: "The mean of other graders' values, weighted.",
        formula: "sum(w * v) / sum(w), v each value brought to 0...1 by its grader's scale, 1 good.",
        parameters: [
            .init("of", type: "object of numbers", "The graders by name with their weights, each above 0."),
            FailureRule.parameter,
        ],
        examples: [
            .init(
                parameters: ["of": ["exact_match": 0.6, "levenshtein": 0.4]],
                trace: ["id": "t", "output": "kitten", "expectedOutput": "sitten"], value: .numeric(0.4 * 5 / 6))
        ],
        make: { reader, _ throws(JSONReadError) in .aggregator(try WeightedMean(&reader)) })
}
