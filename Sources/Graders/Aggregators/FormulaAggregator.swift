import Evaluation
import JSON

/// An arithmetic formula over other graders' values, each brought to 0...1 with 1 good.
struct FormulaAggregator: ListedAggregator {
    private let expression: FormulaExpression
    let list: PartList
    private let range: ClosedRange<Double>
    private let failureRule: FailureRule

    let scale: Scale

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        let text = try reader.requiredString("formula")
        do throws(FormulaError) {
            var parser = try FormulaParser(text)
            expression = try parser.parse()
            let pointer = reader.path("formula")
            list = PartList(
                parser.parts.map {
                    PartList.Part(name: $0.name, pointer: pointer, position: "character \($0.position): ")
                }
            )
        } catch {
            throw reader.error("formula", "character \(error.position): \(error.message)")
        }
        guard !list.parts.isEmpty else { throw reader.error("formula", "names no grader") }
        let minimum = try reader.number("min") ?? 0
        let maximum = try reader.number("max") ?? 1
        guard minimum < maximum else { throw reader.error("max", "must be above `min`") }
        range = minimum...maximum
        scale = Scale(.numeric(range), direction: try reader.choice("direction", default: .higherIsBetter))
        failureRule = try FailureRule(&reader)
        guard failureRule != .ignore else {
            throw reader.error("on_failure", "a formula has no way to leave a part out; use fail or zero")
        }
    }

    func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
        switch PartTally(outcomes, of: parts).settled(by: failureRule) {
        case .outcome(let outcome): return outcome
        case .values(let values, let note):
            do throws(FormulaFault) {
                let named = Dictionary(values.map { ($0.name, $0.value) }) { first, _ in first }
                let value = try inRange(try expression.value(named))
                return PartTally.graded(.numeric(value), "of \(PartTally.text(values))\(note)")
            } catch {
                let message = "the formula has no value: \(error.message), with \(PartTally.text(values))"
                return .failed(GradeFailure(code: .invalidInput, message: String(message.unicodeScalars.prefix(500))))
            }
        }
    }

    /// `value`, when it is in the declared range. Sums of fractions miss their bound by a hair (0.7 + 0.2 + 0.1 is less
    /// than 1): what is no further off than a billionth of the range is the bound.
    private func inRange(_ value: Double) throws(FormulaFault) -> Double {
        let nearest = min(max(value, range.lowerBound), range.upperBound)
        guard abs(value - nearest) <= 1e-9 * (range.upperBound - range.lowerBound) else {
            let bounds = [range.lowerBound, range.upperBound].map { JSONValue.number($0).text }
            throw FormulaFault(
                message:
                    "\(PartTally.text(value)) is not from \(bounds[0]) to \(bounds[1]); declare `min` and `max`, or"
                    + " use `clamp`")
        }
        return nearest
    }
}

extension FormulaAggregator {
    static let kind = GraderKind(
        name: "formula",
        aliases: ["expression", "multi", "aggregated_metric"],
        family: .aggregators,
        summary: "Arithmetic over other graders' values.",
        formula:
            "Yours. Each name is the value of that grader, brought to 0...1 by its scale, 1 good. Division by zero,"
            + " anything not finite and a result outside `min`...`max` are failures, never numbers.",
        parameters: [
            .init(
                "formula", type: "string",
                "Numbers and names of graders with + - * /, parentheses, < <= > >= == != (worth 1 or 0), and the"
                    + " functions abs, ceil, clamp(v, low, high), exp, floor, if(condition, then, else), log, max, mean,"
                    + " min, pow, round, sqrt. A name with other characters than letters, digits and _ stands between"
                    + " double quotes."),
            .init("min", type: "number", default: "0", "The lowest result."),
            .init("max", type: "number", default: "1", "The highest result."),
            .init(
                "direction", type: "higher_is_better, lower_is_better or neutral", default: "higher_is_better",
                "Which end of the result is good."),
            .init(
                "on_failure", type: "fail or zero", default: "fail",
                "What a part that failed or was skipped does: fail fails the whole, zero counts it as 0. When all parts"
                    + " were skipped the whole is skipped."),
        ],
        examples: [
            .init(
                parameters: ["formula": "if(exact_match == 1, 1, 0.5 * levenshtein)"],
                trace: ["id": "t", "output": "kitten", "expectedOutput": "sitten"], value: .numeric(5.0 / 12)),
            .init(
                parameters: ["formula": "levenshtein / exact_match"],
                trace: ["id": "t", "output": "kitten", "expectedOutput": "sitten"], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .aggregator(try FormulaAggregator(&reader)) })
}
