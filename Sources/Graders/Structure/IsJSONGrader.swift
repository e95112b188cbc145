import Evaluation
import JSON

/// Judges whether the output is JSON.
struct IsJSONGrader: Grader {
    /// Which part of the output has to be JSON.
    private enum Extract: String, CaseIterable { case none, fence, first }

    private let allowsScalars: Bool
    private let extract: Extract

    let requiredFields: [Sample.Field] = [.output]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        allowsScalars = try reader.bool("allow_scalars", default: true)
        extract = try reader.choice("extract", default: Extract.none)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            // What came as JSON in the trace is JSON already.
            guard let text = output.string else { return verdict(output) }
            if extract == .first {
                let found = JSONExtraction.first(in: text)
                return found.map(verdict) ?? Grade(.boolean(false), comment: "no JSON object or list in the output")
            }
            let candidate = extract == .fence ? JSONExtraction.fenced(in: text) ?? text : text
            do throws(JSONParseError) {
                return verdict(try JSONValue(parsing: candidate))
            } catch {
                return Grade(.boolean(false), comment: "not JSON: \(error)")
            }
        }
    }

    private func verdict(_ value: JSONValue) -> Grade {
        let isScalar = value.array == nil && value.object == nil
        guard !isScalar || allowsScalars else {
            return Grade(.boolean(false), comment: "JSON, but a \(value.kindName) where an object or list is wanted")
        }
        return Grade(.boolean(true), comment: "JSON \(value.kindName)")
    }
}

extension IsJSONGrader {
    static let kind = GraderKind(
        name: "is_json",
        aliases: ["valid_json", "json_validator"],
        family: .structure,
        summary: "Whether the output is JSON.",
        formula: "RFC 8259: one value and nothing else; NaN, comments and trailing commas are not JSON.",
        equals: "autoevals 0.4.1 ValidJSON, except that NaN is not JSON",
        parameters: [
            .init(
                "allow_scalars", type: "boolean", default: "true",
                "Whether a bare string, number, boolean or null is enough."),
            .init(
                "extract", type: "none, fence or first", default: "none",
                "What has to be JSON: the whole output, the first ``` block if there is one, or the first object or"
                    + " list found anywhere in it."),
        ],
        examples: [
            .init(trace: ["id": "t", "output": #"{"city": "Paris"}"#], value: .boolean(true)),
            .init(trace: ["id": "t", "output": "{city: 'Paris'}"], value: .boolean(false)),
            .init(
                parameters: ["extract": "fence"], trace: ["id": "t", "output": "Here:\n```json\n[1, 2]\n```"],
                value: .boolean(true)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try IsJSONGrader(&reader)) })
}
