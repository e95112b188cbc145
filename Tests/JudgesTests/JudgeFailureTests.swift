import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

/// Invariant 2 for judges: whatever goes wrong, in whichever call, there is no number.
@Suite struct JudgeFailureTests {
    /// A fault of a model, and what a judge has to make of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var code: GradeFailure.Code
        var answer: ScriptedModel.Answer

        var testDescription: String { name }
    }

    static let faults: [Fault] =
        ChatModelError.Code.allCases.map { code in
            Fault(name: "\(code)", code: code.failure, answer: .failure(ChatModelError(code: code, message: "no")))
        } + [
            Fault(name: "prose", code: .unparseable, answer: .text("I would rather not say, 7 out of 10.")),
            Fault(name: "nothing", code: .unparseable, answer: .text("")),
            Fault(name: "cut", code: .truncated, answer: .text(#"{"reason": "It"#, finishReason: "length")),
            Fault(name: "cut while thinking", code: .truncated, answer: .text("<think>1", finishReason: "length")),
            Fault(name: "refusal", code: .refused, answer: .text(#"{"score": 1}"#, isRefusal: true)),
            Fault(name: "filter", code: .refused, answer: .text("", finishReason: "content_filter")),
            Fault(name: "other members", code: .schemaViolation, answer: .text(#"{"reason": "x", "grade": 1}"#)),
            Fault(
                name: "wrong types", code: .schemaViolation,
                answer: .text(#"{"score": {}, "scores": 1, "items": "x", "verdicts": {}, "ranking": 1}"#)),
            Fault(
                name: "out of range", code: .schemaViolation,
                answer: .text(
                    #"{"score": 11, "scores": {}, "items": [7], "verdicts": [{"id": 99, "verdict": "yes"}], "#
                        + #""ranking": [1, 99]}"#)),
            Fault(
                name: "no verdicts", code: .schemaViolation,
                answer: .text(#"{"score": null, "scores": null, "items": [""], "verdicts": [], "ranking": [1]}"#)),
        ]

    /// The graders that are tried: each kind as in its examples, and those that can be asked in more than one way.
    static let graders: [(kind: String, parameters: JSONObject)] =
        alone
        + alone.filter {
            ["g_eval", "faithfulness", "answer_correctness", "factuality", "llm_judge"].contains($0.kind)
        }
        // Texts cannot be voted on.
        .filter { $0.parameters["output"]?["type"]?.string != "text" }
        .map { ($0.kind, voting($0.parameters)) }

    /// The same asked twice, both votes being needed.
    private static func voting(_ parameters: JSONObject) -> JSONObject {
        var parameters = parameters
        parameters["votes"] = ["n": 2, "min_valid": 2]
        return parameters
    }

    private static let alone: [(kind: String, parameters: JSONObject)] =
        JudgeCatalogue.kinds(models: [:]).flatMap { kind in kind.examples.map { (kind.name, $0.parameters) } } + [
            ("g_eval", ["criteria": "Good."]), ("g_eval", ["steps": "Look.", "weighting": "samples", "n": 3]),
            ("pairwise", [:]), ("answer_correctness", ["mode": "precision"]),
            ("answer_correctness", ["mode": "recall"]),
            (
                "llm_judge",
                [
                    "criteria": "Good.",
                    "output": ["type": "scores", "scores": ["a": ["type": "boolean"], "b": ["type": "numeric"]]],
                ]
            ), ("llm_judge", ["criteria": "Good.", "output": ["type": "text"]]),
        ]

    /// A sample with everything a grader of `kind` may want.
    private func sample(_ kind: String, _ parameters: JSONObject) throws -> Sample {
        let ranksOutput = kind == "rank" && parameters["candidates"] == nil
        return try .make(trace: [
            "id": "t", "output": ranksOutput ? ["At nine.", "At ten."] : "At nine.", "expectedOutput": "At nine.",
            "metadata": ["baseline": ["Nine.", "Ten."], "drafts": ["Nine.", "Ten."]],
            "context": ["Open from 9.", "Shoes."],
            "input": [["role": "user", "content": "When?"]],
            "observations": [["type": "TOOL", "name": "clock", "input": ["now": true], "output": "8"]],
        ])
    }

    @Test(arguments: faults)
    func `No fault of a model, in any call of any kind, ends in a number`(_ fault: Fault) async throws {
        var tried = 0
        for (kind, parameters) in Self.graders {
            // A criterion of its own for each run, so that no steps are at hand.
            var parameters = parameters
            if kind == "g_eval", parameters["steps"] == nil { parameters["criteria"] = .string("Good: \(fault.name)") }
            for index in 0..<20 {
                if kind == "g_eval", parameters["steps"] == nil {
                    parameters["criteria"] = .string("Good: \(fault.name) \(index)")
                }
                let model = ScriptedModel { request, count in
                    count == index ? fault.answer : .text(Self.agreement(request).text)
                }
                let judge = try judge(kind, parameters, model: model)
                let sample = try sample(kind, parameters)
                // As behind a gate: by them the voters of one grade know each other.
                let terms = CallTerms(mayCall: true, sampleRate: 1, asker: "a")
                let outcome = await CallTerms.$current.withValue(terms) { await judge.grade(sample) }
                guard model.requests.count > index else {
                    // There is no such call; nothing went wrong.
                    #expect(outcome.grade != nil, "\(kind)")
                    break
                }
                tried += 1
                #expect(outcome.grade == nil, "\(kind), call \(index)")
                #expect(outcome.failure?.code == fault.code, "\(kind), call \(index)")
            }
        }
        #expect(tried >= Self.graders.count + 12)
    }

    private static func agreement(_ request: ChatRequest) -> JSONValue {
        let schema = request.responseSchema?.schema["properties"]
        let scores = schema?["scores"]?["properties"]?.object?.members.map { ($0.key, value(of: $0.value)) } ?? []
        let score = schema?["score"].map(value) ?? .object(JSONObject(scores))
        return ScriptedModel.agreement(request, score, ["A claim."])
    }

    private static func value(of schema: JSONValue) -> JSONValue {
        switch schema["type"]?.string {
        case "number": 1
        case "boolean": true
        case "array": .array([schema["items"]?["enum"]?.array?.first ?? "x"])
        default: schema["enum"]?.array?.first ?? "x"
        }
    }
}

extension ChatModelError.Code {
    /// The failure a judge has to make of it.
    fileprivate var failure: GradeFailure.Code {
        switch self {
        case .timeout: .timeout
        case .rateLimited: .rateLimited
        case .unauthorized: .auth
        case .quotaExhausted: .budget
        case .contextTooLong: .contextTooLong
        case .refused: .refused
        case .invalidRequest: .invalidInput
        case .unavailable, .notKept, .cancelled: .unavailable
        case .malformedReply: .unparseable
        }
    }
}
