import Evaluation
import JSON
import Testing

@Suite struct ToolCallTests {
    private static let expected = [ToolCall(name: "search", arguments: ["q": "x"])]

    /// One call as each provider writes it.
    static let shapes: [(String, JSONValue)] = [
        (
            "OpenAI message",
            ["role": "assistant", "tool_calls": [["function": ["name": "search", "arguments": #"{"q": "x"}"#]]]]
        ),
        (
            "OpenAI completion",
            ["choices": [["message": ["tool_calls": [["function": ["name": "search", "arguments": #"{"q":"x"}"#]]]]]]]
        ),
        (
            "OpenAI function call",
            ["role": "assistant", "function_call": ["name": "search", "arguments": #"{"q":"x"}"#]]
        ),
        (
            "OpenAI response",
            [
                "object": "response",
                "output": [["type": "function_call", "name": "search", "arguments": #"{"q":"x"}"#]],
            ]
        ),
        (
            "Anthropic message",
            [
                "role": "assistant",
                "content": [
                    ["type": "text", "text": "…"], ["type": "tool_use", "name": "search", "input": ["q": "x"]],
                ],
            ]
        ),
        ("Anthropic blocks", [["type": "text"], ["type": "tool_use", "name": "search", "input": ["q": "x"]]]),
        (
            "a list of messages",
            [
                ["role": "user", "content": "?"],
                ["role": "assistant", "tool_calls": [["function": ["name": "search", "arguments": ["q": "x"]]]]],
                ["role": "tool", "content": "…"],
            ]
        ),
        ("JSON text", #"{"role": "assistant", "tool_calls": [{"name": "search", "args": {"q": "x"}}]}"#),
    ]

    @Test(arguments: shapes)
    func `Calls are found in outputs of every provider`(_ name: String, _ output: JSONValue) throws {
        let sample = Sample(output: output, trace: Trace(id: "t"))
        #expect(try sample.calls(.toolCalls) == Self.expected, "\(name)")
        #expect(sample[.toolCalls] == [["name": "search", "arguments": ["q": "x"]]])
    }

    @Test(arguments: ["plain text", ["name": "Bob", "input": "x"], ["content": [1]], ["a", "b"]] as [JSONValue])
    func `Data that merely looks like a call is none`(_ output: JSONValue) throws {
        #expect(try Sample(output: output, trace: Trace(id: "t")).calls(.toolCalls) == nil)
    }

    @Test func `A message without calls has none`() throws {
        let sample = Sample(output: ["role": "assistant", "content": "Done."], trace: Trace(id: "t"))
        #expect(try sample.calls(.toolCalls) == [])
    }

    private func trace(_ observations: JSONValue) -> Trace {
        var trace = Trace(id: "t")
        trace.json = ["id": "t", "observations": observations]
        return trace
    }

    @Test func `Tool observations are calls in the order of their start`() throws {
        let trace = trace([
            ["type": "TOOL", "name": "late", "startTime": "2026-01-01T10:00:02Z", "input": #"{"n": 2}"#],
            ["type": "GENERATION", "name": "model", "startTime": "2026-01-01T10:00:00Z"],
            // An hour further east, so earlier.
            ["type": "TOOL", "name": "early", "startTime": "2026-01-01T11:00:01+01:00", "input": ["n": 1]],
        ])
        let calls = try Sample(output: "Done.", trace: trace).calls(.toolCalls)
        #expect(calls == [ToolCall(name: "early", arguments: ["n": 1]), ToolCall(name: "late", arguments: ["n": 2])])
    }

    @Test func `Observations without tools show that none was called, no observations show nothing`() throws {
        let known = Sample(output: "Done.", trace: trace([["type": "SPAN"]]))
        #expect(try known.calls(.toolCalls) == [])
        let unknown = Sample(output: "Done.", trace: trace([]))
        #expect(try unknown.calls(.toolCalls) == nil)
        #expect(unknown[.toolCalls] == nil)
    }

    @Test func `Expected calls are in the reference or the metadata`() throws {
        let inReference = Sample(output: nil, expected: ["tool_calls": ["search"]], trace: Trace(id: "t"))
        #expect(try inReference.calls(.expectedToolCalls) == [ToolCall(name: "search")])
        var trace = Trace(id: "t")
        trace.metadata = ["expected_tool_calls": [["name": "a", "arguments": ["n": 1]]]]
        let inMetadata = Sample(output: nil, expected: "Paris", trace: trace)
        #expect(try inMetadata.calls(.expectedToolCalls) == [ToolCall(name: "a", arguments: ["n": 1])])
    }

    @Test func `A mapping decides where the calls are`() throws {
        var trace = trace([["type": "TOOL", "name": "observed"]])
        trace.json = ["id": "t", "steps": [["name": "mapped"]], "bad": 3]
        func sample(_ path: String) throws -> Sample {
            try InputMapping(paths: [.toolCalls: JSONPath(path)]).sample(of: trace)
        }
        #expect(try sample("$.steps").calls(.toolCalls) == [ToolCall(name: "mapped")])
        #expect(try sample("$.steps[*]").calls(.toolCalls) == [ToolCall(name: "mapped")])
        #expect(try sample("$.nothing").calls(.toolCalls) == nil)
        #expect(throws: GradeFailure.self) { try sample("$.bad").calls(.toolCalls) }
    }

    @Test func `Tools are in the metadata, the input or a generation's input`() {
        var trace = trace([["type": "GENERATION", "input": #"{"tools": [{"name": "a"}]}"#]])
        #expect(Sample(output: nil, trace: trace)[.tools] == [["name": "a"]])
        trace.input = ["tools": [["name": "b"]]]
        #expect(Sample(output: nil, trace: trace)[.tools] == [["name": "b"]])
        let schema: JSONValue = ["type": "object"]
        let written: JSONValue = [
            ["type": "function", "function": ["name": "b", "parameters": schema]],
            ["name": "c", "inputSchema": schema],
        ]
        let names = ToolDefinition.definitions(in: written)?.map { "\($0.name) \($0.parameters == schema)" }
        #expect(names == ["b true", "c true"])
    }
}
