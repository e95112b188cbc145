import Evaluation
import JSON

/// Judges whether the output is the reference.
struct ExactMatchGrader: Grader {
    private let preparation: TextPreparation

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        preparation = try TextPreparation(&reader, readsUnit: false)
        guard let operation = try reader.string("operation"), operation != "eq" else { return }
        let advice =
            switch operation {
            case "ne": "`exact_match` with `invert: true`"
            case "like": "`contains`"
            case "ilike": "`icontains`"
            default: "another kind"
            }
        throw reader.error("operation", "only `eq` is done here, found \(operation.excerpt()); use \(advice)")
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            let references = try sample.alternatives()
            let text = PreparedOutput(output, preparation)
            let isEqual =
                references.contains { text.equals($0) }
                // A text that holds a list may be meant as one.
                || (sample.expected?.array).map { text.structure == preparation.prepared(.array($0)) } ?? false
            if isEqual { return Grade(.boolean(true), comment: "equal") }
            let rest =
                references.count == 1 ? "" : " nor any of \(Counted.text(references.count - 1, "other reference"))"
            return Grade(
                .boolean(false),
                comment: "\(output.plainText.excerpt()) is not \(references[0].plainText.excerpt())\(rest)")
        }
    }
}

/// An output that is compared with several references, prepared once.
private struct PreparedOutput {
    private let preparation: TextPreparation
    private let value: JSONValue
    /// The prepared JSON that the output is, or that its text holds; nil for a text that is none.
    let structure: JSONValue?

    init(_ output: JSONValue, _ preparation: TextPreparation) {
        self.preparation = preparation
        value = preparation.prepared(output)
        structure = output.string == nil ? value : Self.parsed(output, preparation)
    }

    /// Compares text with text, and JSON with JSON: a text counts as JSON when the other side is an object or a list.
    func equals(_ reference: JSONValue) -> Bool {
        let other = preparation.prepared(reference)
        return switch (value, reference) {
        case (.string, .array), (.string, .object): structure == other
        case (.array, .string), (.object, .string): value == Self.parsed(reference, preparation)
        case (.string, _), (_, .string):
            preparation.areEqual(value.plainText, other.plainText)
        default: value == other
        }
    }

    private static func parsed(_ text: JSONValue, _ preparation: TextPreparation) -> JSONValue? {
        text.string.flatMap { try? JSONValue(parsing: $0) }.map(preparation.prepared)
    }
}

extension TextPreparation {
    /// Returns `value` with the texts in it prepared; keys stay as they are.
    fileprivate func prepared(_ value: JSONValue) -> JSONValue {
        if isPlain { return value }
        switch value {
        case .string(let text): return .string(prepared(text))
        case .array(let list): return .array(list.map(prepared))
        case .object(let object):
            return .object(JSONObject(uncheckedDistinct: object.members.map { ($0.key, prepared($0.value)) }))
        default: return value
        }
    }
}

extension ExactMatchGrader {
    static let kind = GraderKind(
        name: "exact_match",
        aliases: ["equals", "string_check"],
        family: .match,
        summary: "Whether output and reference are the same; of a list of references one is enough.",
        formula:
            "Texts: the same Unicode scalars. An object or a list and a text: the text is read as JSON. JSON: the same"
            + " value, whatever the order of keys. Any other value and a text: as text, so that 4 is `4` but not"
            + " `4.0`. A list in `expected` is a choice of references, unless the output is a list too; a text that"
            + " holds that whole list is right as well.",
        equals: "Python's == on two texts, or on two values read from JSON, except that true is not 1",
        parameters: TextPreparation.parameters() + [
            .init("operation", type: "eq", default: "eq", "OpenAI's name for this comparison; its others are kinds.")
        ],
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
