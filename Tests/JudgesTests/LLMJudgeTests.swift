import ChatModels
import Evaluation
import JSON
import Judges
import Testing

@Suite struct LLMJudgeTests {
    @Test func `A verdict comes with its reason and what it cost`() async throws {
        let reply = ChatReply(
            text: #"{"reason": "Polite.", "score": 4}"#, finishReason: "stop", model: "m-2026", promptTokens: 120,
            completionTokens: 9, cost: 0.00002, attempts: 2)
        let judge = try judge(
            "llm_judge", ["criteria": "polite", "output": ["min": 1, "max": 5]], model: ScriptedModel(.success(reply)))
        let grade = try #require(await judge.grade(.make()).grade)
        #expect(grade.value == .numeric(4))
        #expect(grade.comment == "Polite.")
        #expect(judge.scale == Scale(.numeric(1...5)))
        #expect(judge.waits)
        var metadata = grade.metadata
        #expect(metadata["promptHash"]?.string?.count == 16)
        metadata["promptHash"] = nil
        #expect(
            metadata == [
                "model": "m-2026", "promptTokens": 120, "completionTokens": 9, "cost": 0.00002, "attempts": 2,
                "graderVersion": "llm_judge/2", "language": "en",
            ])
    }

    @Test func `The request asks for the declared answer at temperature 0`() async throws {
        let model = ScriptedModel(#"{"score": "x"}"#)
        let parameters: JSONObject = [
            "criteria": "a", "output": ["type": "categorical", "choices": ["x", "y"]], "max_tokens": 300, "seed": 7,
        ]
        _ = await (try judge("llm_judge", parameters, model: model)).grade(.make())
        let request = try #require(model.requests.first)
        #expect(request.temperature == 0)
        #expect(request.maximumTokens == 300)
        #expect(request.seed == 7)
        let schema = try #require(request.responseSchema?.schema)
        #expect(schema["properties"]?.object?.keys == ["reason", "score"])
        #expect(schema["properties"]?["score"]?["enum"] == ["x", "y"])
        #expect(schema["required"] == ["reason", "score"])
    }

    @Test(arguments: [("default", nil), (0.7, 0.7)] as [(JSONValue, Double?)])
    func `The temperature can be left to the provider`(_ given: JSONValue, _ temperature: Double?) async throws {
        let model = ScriptedModel(#"{"score": 1}"#)
        _ = await (try judge("llm_judge", ["criteria": "a", "temperature": given], model: model)).grade(.make())
        #expect(model.requests.first?.temperature == temperature)
    }

    @Test(arguments: ChatModelError.Code.allCases)
    func `A model without a reply is a failure of the same kind`(_ code: ChatModelError.Code) async throws {
        let error = ChatModelError(code: code, message: "judge at host: no", retryAfter: .seconds(3))
        let judge = try judge("llm_judge", ["criteria": "a"], model: ScriptedModel(.failure(error)))
        let failure = try #require(await judge.grade(.make()).failure)
        let codes: [ChatModelError.Code: GradeFailure.Code] = [
            .timeout: .timeout, .rateLimited: .rateLimited, .unauthorized: .auth, .quotaExhausted: .budget,
            .contextTooLong: .contextTooLong, .refused: .refused, .invalidRequest: .invalidInput,
            .unavailable: .unavailable, .malformedReply: .unparseable, .notKept: .unavailable,
            .cancelled: .unavailable,
        ]
        #expect(failure.code == codes[code])
        #expect(failure.message == error.message)
        #expect(failure.retryAfter == .seconds(3))
        #expect(failure.isTransient == (error.isTransient || code == .cancelled))
    }

    @Test(arguments: ["", "I would say good.", #"{"score": 2}"#, #"{"reason": "no score"}"#])
    func `A reply without a verdict is never a number`(_ text: String) async throws {
        let judge = try judge("llm_judge", ["criteria": "a"], model: ScriptedModel(text))
        let outcome = await judge.grade(.make())
        #expect(outcome.grade == nil)
        #expect(outcome.failure != nil)
    }

    @Test func `The prompt's hash tells prompts apart and stays the same for one`() async throws {
        func hash(_ parameters: JSONObject) async throws -> String {
            let judge = try judge("llm_judge", parameters, model: ScriptedModel(#"{"score": 1}"#))
            return try #require(await judge.grade(.make()).grade?.metadata["promptHash"]?.string)
        }
        #expect(try await hash(["criteria": "a"]) == (try await hash(["criteria": "a"])))
        #expect(try await hash(["criteria": "a"]) != (try await hash(["criteria": "b"])))
        #expect(try await hash(["criteria": "a"]) != (try await hash(["criteria": "a", "output": ["max": 2]])))
        #expect(try await hash(["criteria": "a"]) != (try await hash(["criteria": "a", "system": "x"])))
    }

    @Test(
        arguments: [
            (["labels": ["good", "bad"]], "bad", .categorical("bad")),
            (["labels": ["good", "bad"], "passing_labels": ["good"]], "Good", .numeric(1)),
            (["labels": ["good", "bad"], "passing_labels": "good"], "bad", .numeric(0)),
            (["choice_scores": ["good": 1, "fair": 0.6, "bad": 0]], "fair", .numeric(0.6)),
        ] as [(JSONObject, String, ScoreValue)])
    func `Labels may be written as label graders elsewhere write them`(
        _ labels: JSONObject, _ label: String, _ value: ScoreValue
    ) async throws {
        var parameters = labels
        parameters["criteria"] = "Good."
        let model = ScriptedModel(#"{"reason": "r", "score": "\#(label)"}"#)
        let judge = try judge("llm_judge", parameters, model: model)
        let grade = try #require(await judge.grade(.make()).grade)
        #expect(grade.value == value)
        if value.number != nil { #expect(grade.metadata["label"] == .string(label.lowercased())) }
        #expect(model.requests.first?.responseSchema?.schema["properties"]?["score"]?["enum"]?.array?.count ?? 0 >= 2)
    }

    @Test(
        arguments: [
            (["labels": ["a"]], "labels"), (["labels": ["a", "a"]], "labels"), (["labels": ["a", ""]], "labels"),
            (["labels": ["a", "b"], "passing_labels": ["c"]], "passing_labels"), (["passing_labels": ["a"]], ""),
            (["labels": ["a", "b"], "output": ["type": "boolean"]], "output"),
            (["choice_scores": ["a": 1]], "choice_scores"), (["choice_scores": ["a": 1, "b": 2]], "choice_scores/b"),
            (["choice_scores": ["a": 1, "b": 0], "labels": ["a", "b"]], "choice_scores"),
        ] as [(JSONObject, String)])
    func `Labels that make no sense are an error at their place`(_ labels: JSONObject, _ place: String) {
        var parameters = labels
        parameters["criteria"] = "Good."
        let error = #expect(throws: JSONReadError.self) {
            try judge("llm_judge", parameters, model: ScriptedModel(""))
        }
        #expect(error?.pointer == (place.isEmpty ? "/graders/0" : "/graders/0/\(place)"))
    }
}
