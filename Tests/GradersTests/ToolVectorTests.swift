import Evaluation
import Graders
import JSON
import Testing

/// The calls of the vector file's `tool_calls` part.
@Suite struct ToolVectorTests {
    /// A reference call with the kind and parameters that give its values, and the scenarios where ours differ.
    struct Call: Sendable, CustomTestStringConvertible {
        var metric: String
        var kind: String
        var parameters: JSONObject = [:]
        /// Scenarios in which the reference has a fault of its own.
        var faults: Set<String> = []
        var decimals = 9
        var testDescription: String { metric }
    }

    /// DeepEval remembers calls by value, so that of two equal ones only one counts.
    private static let repeated: Set<String> = ["duplicate-calls"]

    static let calls: [Call] = [
        Call(metric: "deepeval.default", kind: "tool_call_match", faults: repeated),
        Call(metric: "deepeval.ordering", kind: "tool_call_match", parameters: ["order": "in_order"]),
        Call(metric: "deepeval.exact", kind: "tool_call_match", parameters: ["order": "exact"]),
        Call(
            metric: "deepeval.input_parameters", kind: "tool_call_match", parameters: ["args": "similar"],
            faults: repeated),
        Call(
            metric: "deepeval.ordering+input_parameters", kind: "tool_call_match",
            parameters: ["order": "in_order", "args": "similar"]),
        Call(metric: "openjudge.precision", kind: "tool_call_f1", parameters: ["measure": "precision"]),
        Call(metric: "openjudge.recall", kind: "tool_call_f1", parameters: ["measure": "recall"]),
        Call(
            metric: "openjudge.precision.args", kind: "tool_call_f1",
            parameters: ["measure": "precision", "by": "name_args"]),
        Call(
            metric: "openjudge.recall.args", kind: "tool_call_f1", parameters: ["measure": "recall", "by": "name_args"]),
        // Ragas rounds to four decimals.
        Call(
            metric: "ragas.tool_call_f1", kind: "tool_call_f1", parameters: ["by": "name_args", "multiset": false],
            decimals: 4),
        Call(metric: "promptfoo.tool-call-f1", kind: "tool_call_f1", parameters: ["multiset": false]),
    ]

    @Test func `Every reference call of the file has a kind`() throws {
        let rows = try #require(Vectors.file["tool_calls"]?.array)
        let metrics = Set(rows.flatMap { $0["expected"]?.object?.keys ?? [] })
        #expect(metrics == Set(Self.calls.map(\.metric)))
    }

    @Test(arguments: calls)
    func `Tool calls are compared as the reference does`(_ call: Call) async throws {
        for row in try #require(Vectors.file["tool_calls"]?.array) {
            let id = try #require(row["id"]?.string)
            // Undefined there, or faulty.
            guard let theirs = row["expected"]?[call.metric]?["value"]?.double, !call.faults.contains(id) else {
                continue
            }
            let (called, expected) = (try #require(row["called"]), try #require(row["expected_tools"]))
            let sample = Sample(
                output: nil, trace: Trace(id: "t"), tools: [.toolCalls: called, .expectedToolCalls: expected])
            let outcome = await (try grader(call.kind, call.parameters)).grade(sample)
            let ours = try #require(outcome.grade?.value.number)
            let tolerance = call.decimals == 9 ? 1e-9 : 0.5e-4
            #expect(abs(ours - theirs) <= tolerance, "\(id): \(ours), not \(theirs)")
        }
    }
}
