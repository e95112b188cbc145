import Evaluation
import JSON

/// Judges whether the output follows a JSON Schema.
struct JSONSchemaGrader: Grader {
    private let source: JSONSource
    private let schema: SchemaParameter

    let requiredFields: [Sample.Field] = [.output]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        source = try JSONSource(&reader)
        guard let schema = try SchemaParameter(&reader) else { throw reader.missing("schema") }
        self.schema = schema
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            switch source.find(in: output) {
            case .nothing(let reason): return Grade(.boolean(false), comment: reason)
            case .value(let value):
                guard let violation = try schema.violation(in: value) else {
                    return Grade(.boolean(true), comment: "follows the schema")
                }
                return Grade(
                    .boolean(false), comment: "\(violation)",
                    metadata: [
                        "instanceLocation": .string(violation.instanceLocation),
                        "keywordLocation": .string(violation.keywordLocation),
                    ])
            }
        }
    }
}

extension JSONSchemaGrader {
    static let kind = GraderKind(
        name: "json_schema",
        aliases: ["json_correctness"],
        family: .structure,
        summary: "Whether the output is JSON that follows a schema; the comment names the value at fault.",
        formula: "JSON Schema draft 2020-12 or draft 7, every required test of the official suite. Patterns are"
            + " ECMA-262; an output that is not JSON is false.",
        parameters: SchemaParameter.parameters + [
            JSONSource.parameter()
        ],
        examples: [
            .init(
                parameters: [
                    "schema": ["type": "object", "properties": ["age": ["type": "integer"]], "required": ["age"]]
                ],
                trace: ["id": "t", "output": #"{"age": "three"}"#], value: .boolean(false)),
            .init(
                parameters: ["schema": #"{"type": "array", "items": {"format": "date"}}"#, "format_assertion": true],
                trace: ["id": "t", "output": ["2026-02-28"]], value: .boolean(true)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try JSONSchemaGrader(&reader)) })
}
