import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

@Suite struct ConversationTests {
    @Test(
        arguments: [
            ("Hi", "Hello", ["user: Hi", "assistant: Hello"]),
            (
                [["role": "system", "content": "s"], ["role": "user", "content": "u"]], "a",
                ["system: s", "user: u", "assistant: a"]
            ),
            (
                ["messages": [["role": "user", "content": "u"]]], ["role": "assistant", "content": "a"],
                ["user: u", "assistant: a"]
            ),
            (
                [["role": "user", "content": [["type": "text", "text": "u1"], ["type": "text", "text": "u2"]]]], nil,
                ["user: u1\nu2"]
            ),
            // The output is the whole conversation.
            (
                [["role": "user", "content": "u"]],
                [["role": "user", "content": "u"], ["role": "assistant", "content": "a"]], ["user: u", "assistant: a"]
            ),
            ("[{\"role\": \"user\", \"content\": \"u\"}]", "a", ["user: u", "assistant: a"]),
            (["question": "q"], "a", ["user: {\"question\":\"q\"}", "assistant: a"]),
        ] as [(JSONValue, JSONValue, [String])])
    func `A conversation is read from input and output`(_ input: JSONValue, _ output: JSONValue, _ wanted: [String]) {
        let conversation = Conversation(of: .make(output: output, input: input))
        #expect(conversation?.turns.map { "\($0.role): \($0.text)" } == wanted)
    }

    @Test func `Without input and output there is none`() {
        #expect(Conversation(of: .make(output: nil)) == nil)
        #expect(Conversation(of: .make(output: .null, input: .null)) == nil)
    }

    @Test func `Only the assistant's messages want verdicts, by their places`() async throws {
        let model = ScriptedModel(agreeing: 1)
        let input: JSONValue = [
            ["role": "user", "content": "a"], ["role": "assistant", "content": "b"], ["role": "user", "content": "c"],
        ]
        let judge = try judge("turn_relevancy", ["window": 3], model: model)
        let grade = try #require(await judge.grade(.make(output: "d", input: input)).grade)
        #expect(grade.value == .numeric(1))
        #expect(model.requests.map(ScriptedModel.wantedIDs) == [[2, 4]])
        let text = try #require(model.requests.first?.messages.last?.content)
        #expect(text.contains("up to 3 messages before"))
        #expect(text.contains(#"{"id":4,"role":"assistant","text":"d"}"#))
    }

    @Test func `A conversation without a word of the assistant is nothing to judge`() async throws {
        let model = ScriptedModel("")
        let judge = try judge("knowledge_retention", [:], model: model)
        #expect(await judge.grade(.make(output: nil, input: "Hello?")).isSkipped)
        #expect(model.requests.isEmpty)
    }

    @Test func `A trajectory is the observations, else the calls, one a line`() throws {
        let observed = try Sample.make(trace: [
            "id": "t",
            "observations": [
                [
                    "type": "TOOL", "name": "b", "startTime": "2026-01-01T00:00:02Z", "input": ["x": 1],
                    "output": "two\nlines",
                ],
                ["type": "GENERATION", "name": "a", "startTime": "2026-01-01T00:00:01Z"],
            ],
        ])
        #expect(
            Trajectory(of: observed)?.lines == #"""
                {"step":1,"type":"GENERATION","name":"a"}
                {"step":2,"type":"TOOL","name":"b","input":{"x":1},"output":"two\nlines"}
                """#)
        let called = try Sample.make(trace: [
            "id": "t", "output": ["tool_calls": [["function": ["name": "f", "arguments": "{\"a\": 1}"]]]],
        ])
        #expect(Trajectory(of: called)?.lines == #"{"step":1,"type":"TOOL","name":"f","input":{"a":1}}"#)
        #expect(Trajectory(of: .make()) == nil)
    }

    @Test func `A trajectory too long to show keeps its ends and says what is missing`() throws {
        let steps = JSONValue.array((0..<300).map { ["type": "TOOL", "name": .string("n\($0)")] })
        let lines = try #require(Trajectory(of: try .make(trace: ["id": "t", "observations": steps]))?.lines)
            .split(separator: "\n")
        #expect(lines.count == 201)
        #expect(lines[100] == "… 100 steps are left out …")
        #expect(lines[200].contains("n299"))
    }
}
