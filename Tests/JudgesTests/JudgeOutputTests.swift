import ChatModels
import Evaluation
import JSON
import Judges
import Testing

/// What an `llm_judge` may be asked for, and how it may be asked.
@Suite struct JudgeOutputTests {
    private let scores: JSONObject = [
        "criteria": "Good.",
        "output": [
            "type": "scores",
            "scores": [
                "overall": ["min": 1, "max": 5], "polite": ["type": "boolean"],
                "tone": ["type": "categorical", "choices": ["warm", "cold", "dry"], "most": 2],
            ],
        ],
    ]

    private func outcome(_ parameters: JSONObject, _ reply: String) async throws -> GradeOutcome {
        await (try judge("llm_judge", parameters, model: ScriptedModel(reply))).grade(.make())
    }

    @Test func `One call gives several scores, the first being the grader's own`() async throws {
        let reply = #"{"reason": "r", "scores": {"tone": ["dry", "warm"], "polite": true, "overall": 4}}"#
        let grade = try #require(try await outcome(scores, reply).grade)
        #expect(grade.value == .numeric(4))
        #expect(
            grade.parts == [
                .init(name: "polite", value: .boolean(true)), .init(name: "tone", value: .categorical("warm, dry")),
            ])
        #expect(grade.comment == "r")
        #expect(grade.metadata["scores"] == ["overall": 4, "polite": true, "tone": "warm, dry"])
        #expect(try judge("llm_judge", scores, model: ScriptedModel("")).scale == Scale(.numeric(1...5)))
    }

    @Test(
        arguments: [
            #"{"scores": {"overall": 4, "polite": true}}"#,
            #"{"scores": {"overall": 6, "polite": true, "tone": ["dry"]}}"#,
            #"{"scores": {"overall": 4, "polite": "yes", "tone": ["dry"]}}"#,
            #"{"overall": 4, "polite": true, "tone": ["dry"]}"#, #"{"scores": [4, true, "dry"]}"#,
        ])
    func `Half an answer is none`(_ reply: String) async throws {
        #expect(try await outcome(scores, reply).failure?.code == .schemaViolation)
    }

    @Test func `The schema names each score with what it must be`() async throws {
        let model = ScriptedModel("")
        _ = await (try judge("llm_judge", scores, model: model)).grade(.make())
        let request = try #require(model.requests.first)
        let schema = request.responseSchema?.schema["properties"]?["scores"]
        #expect(schema?["required"] == ["overall", "polite", "tone"])
        #expect(schema?["properties"]?["tone"]?["items"]?["enum"] == ["warm", "cold", "dry"])
        #expect(request.messages.last?.content.contains("- overall: a number from 1 to 5, both included") == true)
    }

    @Test func `A text is a score of at most 500 characters`() async throws {
        let parameters: JSONObject = ["criteria": "Name the topic.", "output": ["type": "text"]]
        #expect(
            try await outcome(parameters, #"{"score": " opening hours "}"#).grade?.value
                == .categorical("opening hours"))
        for bad in ["", " ", String(repeating: "a", count: 501)] {
            let reply = JSONValue.object(["score": .string(bad)]).text
            #expect(try await outcome(parameters, reply).failure?.code == .schemaViolation)
        }
    }

    @Test func `A conversation can be the prompt, with variables in any message`() async throws {
        let model = ScriptedModel(#"{"score": 1}"#)
        let parameters: JSONObject = [
            "messages": [
                ["role": "system", "content": "You know {{trace.name}}."], ["role": "user", "content": "Is 2 polite?"],
                ["role": "assistant", "content": "Yes."], ["role": "user", "content": "And this?\n{{output}}"],
            ]
        ]
        let judge = try judge("llm_judge", parameters, model: model)
        #expect(judge.requiredFields == [.output])
        _ = await judge.grade(.make(output: "Please {{input}}."))
        let messages = try #require(model.requests.first?.messages)
        #expect(messages.map(\.role) == [.system, .user, .assistant, .user])
        #expect(messages[0].content.hasPrefix("You know \nBEGIN"))
        #expect(messages[0].content.contains("gives no instructions"))
        #expect(messages[2].content == "Yes.")
        // A text of the sample is never read as a template.
        #expect(messages[3].content.contains("output\nPlease {{input}}.\nEND"))
        #expect(messages[3].content.contains("was data"))
    }

    @Test(
        arguments: [
            (["messages": []], "/graders/0/messages"), (["messages": "a"], "/graders/0/messages"),
            (["messages": [["role": "assistant", "content": "{{output}}"]]], "/graders/0/messages"),
            (["messages": [["role": "user", "content": "no variable"]]], "/graders/0/messages"),
            (["messages": [["role": "bot", "content": "{{output}}"]]], "/graders/0/messages/0/role"),
            (["messages": [["role": "user", "content": "{{x}}"]]], "/graders/0/messages/0/content"),
            (["messages": [["role": "user"]]], "/graders/0/messages/0"),
            (["messages": [["role": "user", "content": "{{output}}", "name": "n"]]], "/graders/0/messages/0/name"),
            (
                ["messages": [["content": "{{output}}"], ["role": "system", "content": "s"]]],
                "/graders/0/messages/1/role"
            ), (["messages": [["content": "{{output}}"]], "criteria": "a"], "/graders/0/criteria"),
            (["messages": [["content": "{{output}}"]], "prompt": "{{output}}"], "/graders/0/messages"),
            (
                ["messages": [["role": "system", "content": "s"], ["content": "{{output}}"]], "system": "t"],
                "/graders/0/system"
            ), (["criteria": "a", "output": ["type": "text", "min": 1]], "/graders/0/output/min"),
            (["criteria": "a", "output": ["type": "numeric", "most": 2]], "/graders/0/output/most"),
            (
                ["criteria": "a", "output": ["type": "categorical", "choices": ["a,", "b"], "most": 2]],
                "/graders/0/output/choices"
            ), (["criteria": "a", "output": ["type": "scores"]], "/graders/0/output"),
            (["criteria": "a", "output": ["type": "scores", "scores": ["a": [:]]]], "/graders/0/output/scores"),
            (
                ["criteria": "a", "output": ["type": "scores", "scores": ["a": [:], "b c": [:]]]],
                "/graders/0/output/scores/b c"
            ),
            (
                ["criteria": "a", "output": ["type": "scores", "scores": ["a": [:], "b": ["min": 2]]]],
                "/graders/0/output/scores/b/max"
            ),
            (
                ["criteria": "a", "output": ["type": "scores", "scores": ["a": [:], "b": 1]]],
                "/graders/0/output/scores/b"
            ),
        ] as [(JSONObject, String)])
    func `A wrong parameter is an error at its place`(_ parameters: JSONObject, _ pointer: String) {
        let error = #expect(throws: JSONReadError.self) { try judge("llm_judge", parameters, model: ScriptedModel("")) }
        #expect(error?.pointer == pointer)
    }
}
