import Evaluation
import JSON

/// The mean, the least or the greatest of other graders' values, each brought to 0...1 with 1 good.
struct PartStatistic: ListedAggregator {
    /// Which of them.
    enum Statistic: Sendable { case mean, min, max }

    private let statistic: Statistic
    let list: PartList
    private let failureRule: FailureRule

    let scale = Scale.unit

    init(_ statistic: Statistic, _ reader: inout JSONReader) throws(JSONReadError) {
        self.statistic = statistic
        list = try PartList(&reader)
        failureRule = try FailureRule(&reader)
    }

    func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
        switch PartTally(outcomes, of: parts).settled(by: failureRule) {
        case .outcome(let outcome): return outcome
        case .values(let values, let note):
            return PartTally.graded(.numeric(value(of: values)), "of \(PartTally.text(values))\(note)")
        }
    }

    private func value(of values: [PartTally.Value]) -> Double {
        let numbers = values.map(\.value)
        return switch statistic {
        case .mean: numbers.reduce(0, +) / Double(numbers.count)
        case .min: numbers.min() ?? 0
        case .max: numbers.max() ?? 0
        }
    }
}

extension PartStatistic {
    static let kinds = [
        kind(
            .mean, "mean", aliases: ["average"], "The mean of other graders' values.", formula: "sum(v) / n",
            value: 5.0 / 12),
        kind(
            .min, "min", aliases: ["minimum"], "The lowest of other graders' values: as good as the worst part.",
            formula: "min(v)", value: 0),
        kind(
            .max, "max", aliases: ["maximum"], "The highest of other graders' values: as good as the best part.",
            formula: "max(v)", value: 5.0 / 6),
    ]

    /// A kind with the `value` of its example, whose parts are worth 0 and 5/6.
    private static func kind(
        _ statistic: Statistic, _ name: String, aliases: [String], _ summary: String, formula: String, value: Double
    ) -> GraderKind {
        GraderKind(
            name: name,
            aliases: aliases,
            family: .aggregators,
            summary: summary,
            formula: "\(formula), v each value brought to 0...1 by its grader's scale, 1 good.",
            parameters: [
                .init("of", type: "list of strings", "The graders by name."),
                FailureRule.parameter,
            ],
            examples: [
                .init(
                    parameters: ["of": ["exact_match", "levenshtein"]],
                    trace: ["id": "t", "output": "kitten", "expectedOutput": "sitten"],
                    value: .numeric(value))
            ],
            make: { reader, _ throws(JSONReadError) in .aggregator(try PartStatistic(statistic, &reader)) })
    }
}
