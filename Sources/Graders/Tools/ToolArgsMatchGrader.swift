import Evaluation
import JSON
import RegularExpressions

/// Judges whether a tool was called with certain arguments.
struct ToolArgsMatchGrader: Grader {
    /// How the arguments are compared.
    private enum Mode: String, CaseIterable { case partial, exact }

    private let name: String
    private let pattern: GlobPattern
    private let expected: JSONValue?
    private let comparison: ArgumentComparison

    var requiredFields: [Sample.Field] { expected == nil ? [.toolCalls, .expectedToolCalls] : [.toolCalls] }
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        name = try reader.requiredString("tool")
        pattern = GlobPattern(name)
        expected = try reader.optional("args", "an object", \.object).map { .object($0) }
        let mode = try reader.choice("mode", default: Mode.partial)
        comparison = try ArgumentComparison(
            &reader, mode: mode == .partial ? .subset : .exact, byTool: false)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let calls = try sample.toolCalls(.toolCalls).filter { pattern.matches($0.name) }
            guard !calls.isEmpty else {
                return Grade(.boolean(false), comment: "\(name.excerpt()) was not called")
            }
            let wanted = try expectedArguments(sample)
            let isMatch = try haveAll(calls, wanted)
            let found = isMatch ? "called" : "never called"
            return Grade(
                .boolean(isMatch),
                comment: "\(name.excerpt()) was \(found) with these arguments in \(calls.count) calls")
        }
    }

    /// Whether some call has each of the `wanted` arguments.
    private func haveAll(_ calls: [ToolCall], _ wanted: [JSONValue]) throws(GradeFailure) -> Bool {
        var budget = ComparisonBudget()
        var given: [PreparedArguments] = []
        for call in calls { given.append(try comparison.prepared(call.arguments, tool: call.name, &budget)) }
        for arguments in wanted {
            let wanted = try comparison.prepared(arguments, tool: name, &budget)
            var isFound = false
            for call in given {
                isFound = try comparison.similarity(call, wanted, &budget) == 1
                if isFound { break }
            }
            guard isFound else { return false }
        }
        return true
    }

    /// The arguments given in the configuration, else those of each expected call of the tool.
    private func expectedArguments(_ sample: Sample) throws(GradeFailure) -> [JSONValue] {
        if let expected { return [expected] }
        let calls = try sample.toolCalls(.expectedToolCalls).filter { pattern.matches($0.name) }
        guard !calls.isEmpty else {
            throw GradeFailure(
                code: .invalidInput, message: "`expected_tool_calls` has no call of \(name.excerpt()); give `args`")
        }
        return calls.map { $0.arguments ?? .object([:]) }
    }
}

extension ToolArgsMatchGrader {
    static let kind = GraderKind(
        name: "tool_args_match",
        aliases: ["trajectory:tool_args_match"],
        family: .tools,
        summary: "Whether a tool was called with certain arguments.",
        formula:
            "Some call of the tool has the arguments: at least them (partial) or just them (exact), numbers by value."
            + " Without `args` some call for each expected call of the tool. No call of it is false.",
        parameters: [
            .init("tool", type: "glob", "The tool; needed."),
            .init(
                "args", type: "object", default: "those of the expected calls of the tool", "The arguments wanted."),
            .init(
                "mode", type: "partial or exact", default: "partial",
                "Whether a call may have more arguments, in objects inside too."),
            .init("defaults", type: "object", "The values of arguments that a call may leave out."),
            .init(
                "ignore", type: "list of globs",
                "Arguments that do not count, by name, e.g. `request_id` or `options.*`."),
        ],
        examples: [
            .init(
                parameters: ["tool": "book", "args": ["to": "Oslo"]],
                trace: [
                    "id": "t",
                    "output": [
                        "role": "assistant",
                        "content": [["type": "tool_use", "name": "book", "input": ["to": "Oslo", "class": "eco"]]],
                    ],
                ], value: .boolean(true)),
            .init(
                parameters: ["tool": "book", "args": ["to": "Oslo"], "mode": "exact"],
                trace: [
                    "id": "t",
                    "output": [
                        "role": "assistant",
                        "content": [["type": "tool_use", "name": "book", "input": ["to": "Oslo", "class": "eco"]]],
                    ],
                ], value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ToolArgsMatchGrader(&reader)) })
}
