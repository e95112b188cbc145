import Evaluation
import JSON

/// Judges whether the output is the reference.
struct ExactMatchGrader: Grader {
    private let preparation: TextPreparation

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        preparation = try TextPreparation(&reader, readsUnit: false)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            guard let expected = sample.expected else { throw .missing(.expected) }
            let references = try Self.references(expected, for: output)
            if references.contains(where: { areEqual(output, $0) }) { return Grade(.boolean(true), comment: "equal") }
            let rest = references.count == 1 ? "" : " and \(references.count - 1) other references"
            return Grade(
                .boolean(false),
                comment: "\(output.plainText.excerpt()) is not \(references[0].plainText.excerpt())\(rest)")
        }
    }

    /// A list of strings is a choice of references, unless the output is a list itself.
    private static func references(
        _ expected: JSONValue, for output: JSONValue
    ) throws(GradeFailure) -> [JSONValue] {
        guard output.array == nil, let list = expected.array, list.allSatisfy({ $0.string != nil }) else {
            return [expected]
        }
        guard !list.isEmpty else {
            throw GradeFailure(code: .invalidInput, message: "`expected` is an empty list; give at least one reference")
        }
        return list
    }

    /// Compares text with text, and JSON with JSON: a text counts as JSON when the other side is an object or a list.
    private func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): preparation.areEqual(left, right)
        case (.string(let text), .array), (.string(let text), .object): isJSON(text, equalTo: right)
        case (.array, .string(let text)), (.object, .string(let text)): isJSON(text, equalTo: left)
        case (.string(let text), _): preparation.areEqual(text, right.plainText)
        case (_, .string(let text)): preparation.areEqual(left.plainText, text)
        default: areEqualJSON(left, right)
        }
    }

    private func isJSON(_ text: String, equalTo value: JSONValue) -> Bool {
        guard let parsed = try? JSONValue(parsing: text) else { return false }
        return areEqualJSON(parsed, value)
    }

    /// Compares deeply. Keys must be the same, in any order; the options hold for the strings inside.
    private func areEqualJSON(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): preparation.areEqual(left, right)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { areEqualJSON($0, $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.members.allSatisfy { key, value in right[key].map { areEqualJSON(value, $0) } ?? false }
        default: left == right
        }
    }
}

extension ExactMatchGrader {
    static let kind = GraderKind(
        name: "exact_match",
        aliases: ["equals", "string_check"],
        family: .match,
        summary: "Whether output and reference are the same; of a list of references one is enough.",
        formula: "Texts: the same Unicode scalars. JSON: the same value, whatever the order of keys.",
        equals: "Python's ==, on the parsed values",
        parameters: TextPreparation.parameters(),
        examples: [
            .init(trace: ["id": "t", "output": "Paris", "expectedOutput": "Paris"], value: .boolean(true)),
            .init(
                parameters: ["case_sensitive": false, "strip": true],
                trace: ["id": "t", "output": " paris\n", "expectedOutput": ["Paris", "Paris, France"]],
                value: .boolean(true)),
            .init(
                trace: ["id": "t", "output": #"{"b": 2, "a": 1}"#, "expectedOutput": ["a": 1, "b": 2]],
                value: .boolean(true)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ExactMatchGrader(&reader)) })
}
