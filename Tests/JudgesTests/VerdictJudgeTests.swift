import ChatModels
import Evaluation
import JSON
import Judges
import Testing

@Suite struct VerdictJudgeTests {
    private func outcome(_ kind: String, _ parameters: JSONObject, _ reply: String) async throws -> GradeOutcome {
        let judge = try judge(kind, parameters, model: ScriptedModel(reply))
        return await judge.grade(.make(expected: "e", input: "i", context: ["c"]))
    }

    @Test(
        arguments: [
            ([:], "A", 0.4), ([:], "B", 0.6), ([:], "C", 1), ([:], "d", 0), ([:], "E", 1),
            (["class_scores": ["subset": 0.1]], "A", 0.1), (["class_scores": ["B": 0]], "B", 0),
            (["class_scores": ["subset": 0.1]], "B", 0.6),
        ] as [(JSONObject, String, Double)])
    func `The class of factuality has a number, and the letter is kept`(
        _ parameters: JSONObject, _ letter: String, _ score: Double
    ) async throws {
        let grade = try await outcome("factuality", parameters, #"{"reason": "r", "score": "\#(letter)"}"#).grade
        #expect(grade?.value == .numeric(score))
        #expect(grade?.metadata["label"] == .string(letter.uppercased()))
    }

    @Test(
        arguments: [
            ("toxicity", "higher_is_better"), ("bias", "higher_is_better"), ("harmfulness", "higher_is_better"),
            ("hallucination", "lower_is_better"), ("helpfulness", "higher_is_better"), ("tone", "neutral"),
        ])
    func `A kind knows its good end`(_ kind: String, _ direction: String) throws {
        #expect(try judge(kind, [:], model: ScriptedModel("")).scale.direction.rawValue == direction)
    }

    @Test func `The tone can be several labels, joined in the order declared`() async throws {
        let reply = #"{"reason": "r", "score": ["respectful", "optimistic", "confident"]}"#
        let grade = try await outcome("tone", ["most": 3], reply).grade
        #expect(grade?.value == .categorical("confident, optimistic, respectful"))
        #expect(try await outcome("tone", ["most": 2], reply).failure?.code == .schemaViolation)
        #expect(try await outcome("tone", [:], reply).failure?.code == .schemaViolation)
        let twice = #"{"score": ["joyful", "joyful"]}"#
        #expect(try await outcome("tone", ["most": 3], twice).failure?.code == .schemaViolation)
        #expect(try await outcome("tone", ["most": 3], #"{"score": []}"#).failure?.code == .schemaViolation)
        #expect(try await outcome("tone", ["most": 3], #"{"score": ["sad"]}"#).failure?.code == .schemaViolation)
    }

    @Test func `Labels of one's own leave the explanations of the built-in ones out`() async throws {
        for (parameters, isExplained) in [([:], true), (["labels": ["formal", "casual"]], false)]
            as [(JSONObject, Bool)]
        {
            let model = ScriptedModel(#"{"score": "formal"}"#)
            _ = await (try judge("tone", parameters, model: model)).grade(.make())
            let text = try #require(model.requests.first?.messages.last?.content)
            #expect(text.contains("neutral: states things") == isExplained)
            #expect(text.contains("formal, casual") == !isExplained)
        }
    }

    @Test(arguments: ["en", "zh"])
    func `Cases with one label are shown only where one label is wanted`(_ language: String) async throws {
        for (most, hasCases) in [(1, true), (2, false)] {
            let model = ScriptedModel("")
            let parameters: JSONObject = ["language": .string(language), "most": .integer(Int64(most))]
            _ = await (try judge("tone", parameters, model: model)).grade(.make())
            let text = try #require(model.requests.first?.messages.last?.content)
            #expect(text.contains(#""score": "urgent"}"#) == hasCases)
            #expect(text.contains("analytical"))
        }
    }

    @Test func `In Chinese all that is said to the model is Chinese`() async throws {
        let model = ScriptedModel(#"{"reason": "对", "score": 1}"#)
        let judge = try judge("correctness", ["language": "zh"], model: model)
        let grade = await judge.grade(.make(output: "巴黎", expected: "巴黎", input: "法国首都？")).grade
        #expect(grade?.comment == "对")
        let request = try #require(model.requests.first)
        for message in request.messages {
            #expect(message.content.contains("。"))
            #expect(!message.content.contains("The ") && !message.content.contains("{{"))
        }
        #expect(request.responseSchema?.schema["properties"]?["score"]?["description"] == "0 到 1 之间的数字（含两端）")
    }

    @Test func `A setting is shown as it is, and the material within its fence`() async throws {
        let model = ScriptedModel(#"{"score": true}"#)
        let judge = try judge("closed_qa", ["criteria": "Names a {price}."], model: model)
        _ = await judge.grade(.make(output: "12 euros", input: "How much?"))
        let text = try #require(model.requests.first?.messages.last?.content)
        #expect(text.contains("\nNames a {price}.\n"))
        #expect(text.contains("output\n12 euros\nEND"))
    }

    @Test func `A prompt of one's own takes the place of the built-in one, and has another hash`() async throws {
        var hashes: Set<String?> = []
        for parameters in [[:], ["prompt": "Is {{output}} right? {{expected}}"]] as [JSONObject] {
            let model = ScriptedModel(#"{"score": 1}"#)
            let judge = try judge("correctness", parameters, model: model)
            hashes.insert(await judge.grade(.make(expected: "e")).grade?.metadata["promptHash"]?.string)
            #expect(model.requests.first?.messages.last?.content.hasPrefix("Is ") == (parameters["prompt"] != nil))
        }
        #expect(hashes.count == 2)
    }

    @Test(
        arguments: [
            ("closed_qa", [:], "/graders/0"), ("closed_qa", ["criteria": "{{output}}"], "/graders/0/criteria"),
            ("tone", ["labels": ["a"]], "/graders/0/labels"), ("tone", ["labels": ["a", "a"]], "/graders/0/labels"),
            ("tone", ["labels": ["a,b", "c"], "most": 2], "/graders/0/labels"),
            ("tone", ["most": 9], "/graders/0/most"),
            ("toxicity", ["categories": [""]], "/graders/0/categories"),
            ("factuality", ["class_scores": ["subset": 2]], "/graders/0/class_scores/subset"),
            ("factuality", ["class_scores": ["sub": 1]], "/graders/0/class_scores/sub"),
            ("correctness", ["prompt": "{{criteria}} {{output}}"], "/graders/0/prompt"),
        ] as [(String, JSONObject, String)])
    func `A wrong parameter is an error at its place`(
        _ kind: String, _ parameters: JSONObject, _ pointer: String
    ) throws {
        let error = #expect(throws: JSONReadError.self) { try judge(kind, parameters, model: ScriptedModel("")) }
        #expect(error?.pointer == pointer)
    }
}
