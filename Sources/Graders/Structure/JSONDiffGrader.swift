import Evaluation
import JSON

/// Judges how much of a JSON value is as the reference has it, part by part.
struct JSONDiffGrader: Grader {
    /// How two strings are compared.
    private enum StringKind: String, CaseIterable { case levenshtein, exact }

    /// How two numbers are compared.
    private enum NumberKind: String, CaseIterable { case numericDiff = "numeric_diff", exact }

    private let stringKind: StringKind
    private let numberKind: NumberKind
    private let preservesStrings: Bool
    private let treatsBooleansAsNumbers: Bool

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        stringKind = try reader.choice("string_kind", default: StringKind.levenshtein)
        numberKind = try reader.choice("number_kind", default: NumberKind.numericDiff)
        preservesStrings = try reader.bool("preserve_strings", default: false)
        treatsBooleansAsNumbers = try reader.bool("booleans_are_numbers", default: false)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            guard let expected = sample.expected else { throw .missing(.expected) }
            var budget = TextBudget()
            let similarity = try similarity(output, expected, &budget)
            return Grade(.numeric(similarity), comment: comment(output, expected, similarity))
        }
    }

    private func comment(_ output: JSONValue, _ expected: JSONValue, _ similarity: Double) -> String {
        var comparison = JSONComparison()
        guard similarity < 1, let first = comparison.difference(parsed(output), parsed(expected)) else {
            return "nothing differs"
        }
        return "first difference at \(first)"
    }

    private func similarity(
        _ output: JSONValue, _ expected: JSONValue, _ budget: inout TextBudget
    ) throws(GradeFailure) -> Double {
        switch (parsed(output), parsed(expected)) {
        case (.object(let output), .object(let expected)): return try similarity(output, expected, &budget)
        case (.array(let output), .array(let expected)):
            if output.isEmpty && expected.isEmpty { return 1 }
            var sum = 0.0
            for (left, right) in zip(output, expected) { sum += try similarity(left, right, &budget) }
            return sum / Double(max(output.count, expected.count))
        case (.string(let output), .string(let expected)): return try similarity(output, expected, &budget)
        case (.null, .null): return 1
        case (.null, _), (_, .null): return 0
        case (.bool(let left), .bool(let right)): return left == right ? 1 : 0
        case (let left, let right):
            if let left = number(left), let right = number(right) {
                return numberKind == .exact ? (left == right ? 1 : 0) : NumericDifference.similarity(left, right)
            }
            return try similarity(PythonJSON.text(left), PythonJSON.text(right), &budget)
        }
    }

    /// The mean over all keys of either; a key that is missing counts as null.
    private func similarity(
        _ output: JSONObject, _ expected: JSONObject, _ budget: inout TextBudget
    ) throws(GradeFailure) -> Double {
        if output.isEmpty && expected.isEmpty { return 1 }
        let (left, right) = (JSONMembers(output), JSONMembers(expected))
        var sum = 0.0
        var count = 0
        for (key, value) in output.members {
            sum += try similarity(value, right[key] ?? .null, &budget)
            count += 1
        }
        for (key, value) in expected.members where left[key] == nil {
            sum += try similarity(.null, value, &budget)
            count += 1
        }
        return sum / Double(count)
    }

    private func similarity(
        _ output: String, _ expected: String, _ budget: inout TextBudget
    ) throws(GradeFailure) -> Double {
        if stringKind == .exact { return output.utf8.elementsEqual(expected.utf8) ? 1 : 0 }
        return try budget.similarity(output, expected)
    }

    /// A string that holds an object or a list is taken as that.
    private func parsed(_ value: JSONValue) -> JSONValue {
        guard !preservesStrings, let text = value.string, let inner = try? JSONValue(parsing: text),
            inner.array != nil || inner.object != nil
        else { return value }
        return inner
    }

    private func number(_ value: JSONValue) -> Double? {
        if treatsBooleansAsNumbers, let flag = value.bool { return flag ? 1 : 0 }
        return value.double
    }
}

extension JSONDiffGrader {
    static let kind = GraderKind(
        name: "json_diff",
        aliases: ["JSONDiff"],
        family: .structure,
        summary: "How much of a JSON value is as the reference has it, part by part.",
        formula: "Objects: the mean over the keys of either, a missing one being null. Lists: position by position, sum"
            + " / longer length. Strings and numbers: by string_kind and number_kind. Both null 1, one null 0, two"
            + " booleans 1 or 0; other mixes: as strings, written as compact JSON with sorted keys. Two empty ones: 1."
            + " The products of the lengths of all strings compared may add up to \(TextBudget.maximumProducts).",
        equals: "autoevals 0.4.1 JSONDiff, with booleans_are_numbers: true where a boolean meets a number",
        parameters: [
            .init(
                "string_kind", type: "levenshtein or exact", default: "levenshtein", "How two strings are compared."),
            .init(
                "number_kind", type: "numeric_diff or exact", default: "numeric_diff", "How two numbers are compared."),
            .init(
                "preserve_strings", type: "boolean", default: "false",
                "Whether a string that holds an object or list stays a string."),
            .init(
                "booleans_are_numbers", type: "boolean", default: "false",
                "Whether true is the number 1 where it meets a number, as in Python."),
        ],
        examples: [
            .init(trace: ["id": "t", "output": ["a": 1], "expectedOutput": ["a": 1, "b": 2]], value: .numeric(0.5)),
            .init(trace: ["id": "t", "output": [1, 2], "expectedOutput": [2, 1]], value: .numeric(2.0 / 3)),
            .init(trace: ["id": "t", "output": ["a": true], "expectedOutput": ["a": 1]], value: .numeric(0)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try JSONDiffGrader(&reader)) })
}
