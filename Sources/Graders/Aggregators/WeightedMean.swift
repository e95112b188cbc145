package import Evaluation
package import JSON

/// The mean of other graders' values, each brought to 0...1 with 1 good, by weights.
package struct WeightedMean: Aggregator {
    /// What a part without a value does to the mean.
    private enum FailureRule: String, CaseIterable { case fail, ignore, zero }

    private let weights: [(name: String, weight: Double)]
    private let failureRule: FailureRule
    /// The JSON Pointer of `of`, for errors found later.
    private let pointer: String

    package let scale = Scale.unit
    package var parts: [String] { weights.map(\.name) }

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        guard var of = try reader.reader("of") else { throw reader.missing("of") }
        guard !of.object.isEmpty else { throw reader.error("of", "no grader is named; give {name: weight, ...}") }
        var weights: [(name: String, weight: Double)] = []
        for name in of.object.keys {
            guard let weight = try of.number(name), weight > 0, weight.isFinite else {
                throw of.error(name, "expected a weight above 0; leave the grader out instead")
            }
            weights.append((name, weight))
        }
        self.weights = weights
        pointer = of.pointer
        failureRule = try reader.choice("on_failure", default: FailureRule.fail)
    }

    /// Refuses parts whose values have no place between 0 and 1: labels, numbers without bounds, neutral scales. Also
    /// refuses parts that are not in `partScales`, the scales of the configured graders by name.
    package func validate(partScales: [String: Scale]) throws(JSONReadError) {
        for (name, _) in weights {
            let place = pointer + "/" + JSONPointer.escape(name)
            guard let scale = partScales[name] else {
                throw JSONReadError(pointer: place, message: "no grader is called `\(name)`")
            }
            guard let problem = Self.problem(with: scale) else { continue }
            throw JSONReadError(pointer: place, message: "`\(name)` \(problem), so no mean can be taken of it")
        }
    }

    private static func problem(with scale: Scale) -> String? {
        if scale.direction == .neutral { return "has no good end" }
        return switch scale.kind {
        case .categorical: "gives labels"
        case .unbounded: "gives numbers without an upper bound"
        case .numeric(let range) where range.lowerBound == range.upperBound: "can give one value only"
        case .numeric, .boolean: nil
        }
    }

    package func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
        var tally = Tally()
        for (name, weight) in weights { tally.add(outcomes[name], name: name, weight: weight) }
        if tally.values.isEmpty && tally.failures.isEmpty { return .skipped("all parts were skipped") }
        let without = tally.failures.map(\.name) + tally.skipped
        var comment = tally.comment
        switch failureRule {
        case .fail:
            guard without.isEmpty else {
                // One part that will fail again is enough.
                let isTransient = tally.skipped.isEmpty && tally.failures.allSatisfy(\.failure.isTransient)
                return .failed(tally.failure(isTransient: isTransient))
            }
        case .ignore:
            guard !tally.values.isEmpty else {
                return .failed(tally.failure(isTransient: tally.failures.contains(where: \.failure.isTransient)))
            }
            if !without.isEmpty { comment += "; left out: \(without.joined(separator: ", "))" }
        case .zero:
            for (name, weight) in weights where without.contains(name) { tally.values.append((name, weight, 0)) }
            if !without.isEmpty { comment += "; counted as 0: \(without.joined(separator: ", "))" }
        }
        return .graded(Grade(.numeric(tally.mean), comment: String(comment.unicodeScalars.prefix(500))))
    }
}

/// What the parts said.
private struct Tally {
    var values: [(name: String, weight: Double, value: Double)] = []
    var failures: [(name: String, failure: GradeFailure)] = []
    var skipped: [String] = []

    mutating func add(_ part: PartOutcome?, name: String, weight: Double) {
        switch part?.outcome {
        case .graded(let grade):
            if let value = part?.scale.normalized(grade.value) {
                values.append((name, weight, value))
            } else {
                failures.append((name, GradeFailure(code: .invalidInput, message: "its value is not on a scale")))
            }
        case .failed(let failure): failures.append((name, failure))
        case .skipped: skipped.append(name)
        case nil: failures.append((name, GradeFailure(code: .internal, message: "it was not run")))
        }
    }

    var mean: Double {
        // Dividing each weight first keeps very large weights finite.
        let largest = values.map(\.weight).max() ?? 1
        let total = values.reduce(0) { $0 + $1.weight / largest }
        let sum = values.reduce(0) { $0 + $1.weight / largest * $1.value }
        return min(1, sum / total)
    }

    var comment: String {
        values.map { "\($0.name) \(Self.text($0.value)) × \(Self.text($0.weight))" }.joined(separator: " + ")
    }

    func failure(isTransient: Bool) -> GradeFailure {
        let reasons = failures.map { "\($0.name) (\($0.failure.code.rawValue))" } + skipped.map { "\($0) (skipped)" }
        return GradeFailure(
            code: .partFailed, message: "no value from \(reasons.joined(separator: ", "))",
            retryAfter: failures.compactMap(\.failure.retryAfter).max(),
            isTransient: isTransient)
    }

    private static func text(_ number: Double) -> String {
        JSONValue.number((number * 1e4).rounded() / 1e4).text
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
            .init(
                "on_failure", type: "fail, ignore or zero", default: "fail",
                "What a part that failed or was skipped does: fail fails the mean, ignore leaves the part out, zero"
                    + " counts it as 0. When all parts were skipped the mean is skipped."),
        ],
        examples: [
            .init(
                parameters: ["of": ["exact_match": 0.6, "levenshtein": 0.4]],
                trace: ["id": "t", "output": "kitten", "expectedOutput": "sitten"], value: .numeric(0.4 * 5 / 6))
        ],
        make: { reader, _ throws(JSONReadError) in .aggregator(try WeightedMean(&reader)) })
}
