import Evaluation
import JSON
import RegularExpressions

/// Judges how many steps a trace took.
struct StepCountGrader: Grader {
    private let types: Set<String>?
    private let pattern: GlobPattern?
    private let bounds: CountBounds

    let requiredFields: [Sample.Field] = []
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        types = try reader.strings("types").map { Set($0.map { $0.uppercased() }) }
        pattern = try reader.string("pattern").map { GlobPattern($0) }
        bounds = try CountBounds(&reader, minimum: 0)
        if bounds.isOpen {
            throw JSONReadError(pointer: reader.pointer, message: "`min` and `max` are both missing; give at least one")
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let observations = sample.trace.observations else { throw .withoutObservations }
            let count = observations.count { observation in
                (types?.contains(observation.type) ?? true)
                    && (pattern.map { $0.matches(observation.name ?? "") } ?? true)
            }
            let comment = "\(count) of \(observations.count) steps count, wanted \(bounds.text)"
            return Grade(.boolean(bounds.contains(count)), comment: comment)
        }
    }
}

extension GradeFailure {
    /// The failure of a grader that reads steps when the trace came without any.
    static var withoutObservations: GradeFailure {
        GradeFailure(
            code: .missingInput,
            message: "the trace came without observations; send them, or let it be read from Langfuse"
        )
    }
}

extension StepCountGrader {
    static let kind = GraderKind(
        name: "step_count",
        aliases: ["trajectory:step_count", "trace_span_count"],
        family: .tools,
        summary: "Whether a trace took neither too few nor too many steps.",
        formula:
            "min <= observations of the types whose name matches the pattern <= max. A trace without observations is"
            + " a failure (missing_input), not a count of 0.",
        parameters: [
            .init(
                "types", type: "string or list of strings", default: "all",
                "Langfuse's types of observations that count, e.g. TOOL or GENERATION."),
            .init("pattern", type: "glob", default: "all", "The names of observations that count."),
            .init("min", type: "whole number", "The least number; at least one of min and max is needed."),
            .init("max", type: "whole number", "The greatest number."),
        ],
        examples: [
            .init(
                parameters: ["types": "TOOL", "max": 1],
                trace: ["id": "t", "observations": [["type": "TOOL"], ["type": "GENERATION"], ["type": "TOOL"]]],
                value: .boolean(false)),
            .init(
                parameters: ["pattern": "answer", "min": 1], trace: ["id": "t", "observations": [["name": "answer"]]],
                value: .boolean(true)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try StepCountGrader(&reader)) })
}
