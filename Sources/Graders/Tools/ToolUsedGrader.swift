import Evaluation
import JSON
import RegularExpressions

/// Judges whether certain tools were called, and how often.
struct ToolUsedGrader: Grader {
    private let names: [(text: String, pattern: GlobPattern)]
    private let bounds: CountBounds

    let requiredFields: [Sample.Field] = [.toolCalls]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        guard let names = try reader.strings("tool") else { throw reader.missing("tool") }
        guard !names.isEmpty else { throw reader.error("tool", "the list is empty; name at least one tool") }
        self.names = names.map { ($0, GlobPattern($0)) }
        bounds = try CountBounds(&reader, minimum: 1)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let calls = try sample.toolCalls(.toolCalls)
            var isWithin = true
            var counts: [String] = []
            for name in names {
                let count = calls.count { name.pattern.matches($0.name) }
                isWithin = isWithin && bounds.contains(count)
                counts.append("\(name.text.excerpt()) \(count) times")
            }
            return Grade(.boolean(isWithin), comment: "\(counts.joined(separator: ", ")), wanted \(bounds.text)")
        }
    }
}

extension ToolUsedGrader {
    static let kind = GraderKind(
        name: "tool_used",
        aliases: ["trajectory:tool_used", "skill_used"],
        family: .tools,
        summary: "Whether certain tools were called, and how often.",
        formula: "For each name: min <= calls whose name it matches <= max. With `max: 0` the tools are forbidden.",
        parameters: [
            .init("tool", type: "glob or list of globs", "The tools; needed. Each of a list must be called."),
            .init("min", type: "whole number", default: "1, or 0 when max is given", "The least number of calls."),
            .init("max", type: "whole number", "The greatest number of calls."),
        ],
        examples: [
            .init(
                parameters: ["tool": "search_*"],
                trace: ["id": "t", "observations": [["type": "TOOL", "name": "search_web", "input": ["q": "x"]]]],
                value: .boolean(true)),
            .init(
                parameters: ["tool": "delete_*", "max": 0],
                trace: ["id": "t", "output": ["role": "assistant", "tool_calls": [["name": "delete_user"]]]],
                value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ToolUsedGrader(&reader)) })
}
