import Evaluation
import JSON

/// Judges whether the output is JSON, and whether it follows a schema when there is one.
struct IsJSONGrader: Grader {
    private let allowsScalars: Bool
    private let source: JSONSource
    private let schema: SchemaParameter?

    let requiredFields: [Sample.Field] = [.output]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader, extract: JSONSource.Extract = .none) throws(JSONReadError) {
        allowsScalars = try reader.bool("allow_scalars", default: true)
        var source = try JSONSource(&reader, default: extract)
        source.allowsNonFinite = try reader.bool("allow_nan", default: false)
        self.source = source
        schema = try SchemaParameter(&reader)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            switch source.find(in: output) {
            case .value(let value):
                try refuseUnknownNumbers(output, value)
                return try verdict(value)
            case .nothing(let reason): return Grade(.boolean(false), comment: reason)
            }
        }
    }

    /// What a schema says of NaN or an infinity cannot be known, since another number stands in for them here.
    private func refuseUnknownNumbers(_ output: JSONValue, _ value: JSONValue) throws(GradeFailure) {
        guard schema != nil, source.allowsNonFinite else { return }
        var strict = source
        strict.allowsNonFinite = false
        if case .value(value) = strict.find(in: output) { return }
        throw GradeFailure(
            code: .invalidInput,
            message:
                "the output has NaN or an infinity, of which a schema can say nothing; leave `schema` or `allow_nan` out"
        )
    }

    private func verdict(_ value: JSONValue) throws(GradeFailure) -> Grade {
        let isScalar = value.array == nil && value.object == nil
        guard !isScalar || allowsScalars else {
            return Grade(.boolean(false), comment: "JSON, but a \(value.kindName) where an object or list is wanted")
        }
        guard let violation = try schema?.violation(in: value) else {
            return Grade(
                .boolean(true), comment: "JSON \(value.kindName)\(schema == nil ? "" : ", follows the schema")")
        }
        return Grade(.boolean(false), comment: "JSON, but \(violation)")
    }
}

extension IsJSONGrader {
    static let kind = GraderKind(
        name: "is_json",
        aliases: ["valid_json", "json_validator"],
        family: .structure,
        summary: "Whether the output is JSON, and follows a schema when one is given.",
        formula: "RFC 8259: one value and nothing else; NaN, comments and trailing commas are not JSON.",
        equals: "autoevals 0.4.1 ValidJSON, with allow_scalars: false and allow_nan: true",
        parameters: parameters(extract: .none),
        examples: [
            .init(trace: ["id": "t", "output": #"{"city": "Paris"}"#], value: .boolean(true)),
            .init(trace: ["id": "t", "output": "{city: 'Paris'}"], value: .boolean(false)),
            .init(
                parameters: ["extract": "fence"], trace: ["id": "t", "output": "Here:\n```json\n[1, 2]\n```"],
                value: .boolean(true)),
            .init(
                parameters: ["schema": ["required": ["city"]]], trace: ["id": "t", "output": "{}"],
                value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try IsJSONGrader(&reader)) })

    static let containsKind = GraderKind(
        name: "contains_json",
        family: .structure,
        summary:
            "Whether a JSON object or list is found anywhere in the output, and follows a schema when one is given.",
        formula: "As is_json with extract: first. The first object or list counts; 100 places are tried.",
        parameters: parameters(extract: .first),
        examples: [
            .init(trace: ["id": "t", "output": #"Sure: {"city": "Paris"} is it."#], value: .boolean(true)),
            .init(trace: ["id": "t", "output": "There is none."], value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try IsJSONGrader(&reader, extract: .first)) })

    private static func parameters(extract: JSONSource.Extract) -> [GraderKind.Parameter] {
        [
            .init(
                "allow_scalars", type: "boolean", default: "true",
                "Whether a bare string, number, boolean or null is enough."),
            .init(
                "allow_nan", type: "boolean", default: "false",
                "Whether NaN, Infinity and -Infinity count as numbers, as in Python. Beside a schema an output that has"
                    + " one of them is a failure (invalid_input)."),
            JSONSource.parameter(default: extract),
        ] + SchemaParameter.parameters
    }
}
