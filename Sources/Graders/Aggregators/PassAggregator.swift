import Evaluation
import JSON

/// Whether all, or any, of other graders have passed.
///
/// A part passes by its own `threshold`; without one its value must be a boolean, and the good one.
struct PassAggregator: ListedAggregator {
    /// How many have to pass.
    enum Quantifier: Sendable { case all, any }

    private let quantifier: Quantifier
    let list: PartList
    private let failureRule: FailureRule

    let scale = Scale.boolean

    init(_ quantifier: Quantifier, _ reader: inout JSONReader) throws(JSONReadError) {
        self.quantifier = quantifier
        list = try PartList(&reader)
        failureRule = try FailureRule(&reader)
    }

    func validate(_ parts: [String: PartTraits]) throws(JSONReadError) {
        try list.validate(parts) { part in
            if part.threshold != nil { return nil }
            return switch (part.scale.kind, part.scale.direction) {
            case (.boolean, .neutral): "is neither good nor bad when true; give it a `threshold`"
            case (.boolean, _): nil
            case (.categorical, _): "gives labels, which neither pass nor fail"
            case (.numeric, _), (.unbounded, _): "gives numbers and has no `threshold` to pass; give it one"
            }
        }
    }

    func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
        let tally = PartTally(outcomes, of: parts) { grade, traits in
            traits.scale.passes(grade.value, threshold: traits.threshold).map { $0 ? 1 : 0 }
        }
        switch tally.settled(by: failureRule) {
        case .outcome(let outcome): return outcome
        case .values(let values, let note):
            let passed = values.filter { $0.value == 1 }
            let verdict = quantifier == .all ? passed.count == values.count : !passed.isEmpty
            let missed = values.filter { $0.value == 0 }.map(\.name)
            let comment =
                "\(passed.count) of \(values.count) passed"
                + (missed.isEmpty ? "" : "; not passed: \(missed.joined(separator: ", "))")
            return PartTally.graded(.boolean(verdict), comment + note)
        }
    }
}

extension PassAggregator {
    static let kinds = [
        kind(.all, "all_of", aliases: ["all", "assert_set"], "Whether every one of other graders has passed."),
        kind(.any, "any_of", aliases: ["any"], "Whether at least one of other graders has passed."),
    ]

    private static func kind(
        _ quantifier: Quantifier, _ name: String, aliases: [String], _ summary: String
    ) -> GraderKind {
        GraderKind(
            name: name,
            aliases: aliases,
            family: .aggregators,
            summary: summary,
            formula:
                "\(quantifier == .all ? "AND" : "OR") of whether each part passes: by its own `threshold`, or without"
                + " one by its boolean value. A numeric part without a `threshold` is refused.",
            parameters: [
                .init("of", type: "list of strings", "The graders by name."),
                FailureRule.parameter,
            ],
            examples: [
                .init(
                    parameters: ["of": ["exact_match", "is_json"]],
                    trace: ["id": "t", "output": "{}", "expectedOutput": "[]"], value: .boolean(quantifier == .any))
            ],
            make: { reader, _ throws(JSONReadError) in .aggregator(try PassAggregator(quantifier, &reader)) })
    }
}
