import Evaluation
import JSON

/// Judges whether the tools were called as expected.
struct ToolCallMatchGrader: Grader {
    /// Which order of calls is right.
    private enum Order: String, CaseIterable {
        case any
        case inOrder = "in_order"
        case exact
    }

    /// What calls beyond the expected ones cost.
    private enum Extra: String, CaseIterable { case free, penalised }

    private let order: Order
    private let extra: Extra
    private let arguments: ArgumentComparison

    let requiredFields: [Sample.Field] = [.toolCalls, .expectedToolCalls]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        order = try reader.choice("order", default: Order.any)
        extra = try reader.choice("extra", default: Extra.free)
        let mode = try reader.choice("args", default: ArgumentComparison.Mode.ignore)
        arguments = try ArgumentComparison(&reader, mode: mode)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let called = try sample.toolCalls(.toolCalls)
            let expected = try sample.toolCalls(.expectedToolCalls)
            let names = called.isEmpty ? "no tool" : called.prefix(5).map(\.name).joined(separator: ", ")
            let comment = "called \(names)\(called.count > 5 ? ", …" : ""); \(expected.count) calls expected"
            return Grade(.numeric(try similarity(called, expected)), comment: comment)
        }
    }

    private func similarity(_ called: [ToolCall], _ expected: [ToolCall]) throws(GradeFailure) -> Double {
        if called.isEmpty || expected.isEmpty { return called.isEmpty && expected.isEmpty ? 1 : 0 }
        var pairs = try CallPairs(called, expected, arguments)
        let count = extra == .penalised ? max(called.count, expected.count) : expected.count
        switch order {
        case .any: return try pairs.greatestSum() / Double(count)
        case .inOrder: return Self.commonSubsequence(try pairs.weights()) / Double(count)
        case .exact: return try pairs.areTheSame() ? 1 : 0
        }
    }

    /// The greatest sum of weights along both sequences in order.
    private static func commonSubsequence(_ weights: [[Double]]) -> Double {
        var last = [Double](repeating: 0, count: (weights.first?.count ?? 0) + 1)
        for row in weights {
            var current = [0.0]
            for (column, weight) in row.enumerated() {
                current.append(max(current[column], last[column + 1], last[column] + weight))
            }
            last = current
        }
        return last[last.count - 1]
    }
}

extension Sample {
    /// How many calls of a trace are looked at; the work grows with the product of two lists.
    static let maximumCalls = 500

    /// The calls in a field that must be there.
    func toolCalls(_ field: Field) throws(GradeFailure) -> [ToolCall] {
        guard let calls = try calls(field) else { throw .missing(field) }
        guard calls.count <= Self.maximumCalls else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "`\(field.rawValue)` holds \(calls.count) calls; at most \(Self.maximumCalls) are compared")
        }
        return calls
    }
}

extension ToolCallMatchGrader {
    static let kind = GraderKind(
        name: "tool_call_match",
        aliases: ["tool_correctness", "tool_call_accuracy"],
        family: .tools,
        summary: "How far the tools were called as expected.",
        formula: "any: each expected call is paired with a call of the same name so that the sum of the arguments'"
            + " similarities is the greatest, in_order: the same along both sequences; sum / expected calls. exact: 1"
            + " when both sequences are the same, else 0. Nothing expected and nothing called is 1, only one of them 0."
            + " At most 500 calls, and \(ComparisonBudget.maximumValues) values of arguments compared.",
        equals: "DeepEval a2e0d4c ToolCorrectnessMetric, except that repeated equal calls each count",
        parameters: [
            .init("order", type: "any, in_order or exact", default: "any", "Which order of the calls is right."),
            .init(
                "args", type: "ignore, subset, exact or similar", default: "ignore",
                "Which arguments have to be the same: none, those expected, all, or as many as possible (equal ones /"
                    + " those of either)."),
            .init(
                "extra", type: "free or penalised", default: "free",
                "Whether calls beyond the expected ones cost: then the divisor is the greater number of calls."),
        ] + ArgumentComparison.parameters,
        examples: [
            .init(trace: Self.trace, value: .numeric(0.5)),
            .init(parameters: ["args": "similar"], trace: Self.trace, value: .numeric(0.25)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ToolCallMatchGrader(&reader)) })

    private static let trace: JSONObject = [
        "id": "t",
        "output": [
            "role": "assistant",
            "tool_calls": [["function": ["name": "search", "arguments": #"{"q": "Paris", "limit": 3}"#]]],
        ],
        "expectedOutput": [["name": "search", "arguments": ["q": "Paris"]], ["name": "reply"]],
    ]
}

extension ArgumentComparison {
    /// The parameters about single arguments, for the documentation of kinds.
    static let parameters: [GraderKind.Parameter] = [
        .init(
            "defaults", type: "object of objects",
            "By tool, the values of arguments that a call may leave out."),
        .init(
            "ignore", type: "list of globs, or object of such lists",
            "Arguments that do not count, by name, e.g. `request_id` or `options.*`; of every tool, or by tool."),
    ]
}
