import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

@Suite struct GEvalTests {
    private let steps = #"{"items": ["Look.", "Compare."]}"#

    @Test func `A criterion becomes steps, and the steps are followed and shown`() async throws {
        let model = ScriptedModel(inTurn: [steps, #"{"reason": "Lively.", "score": 7}"#])
        let parameters: JSONObject = ["criteria": "It is lively.", "weighting": "none"]
        let grade = try #require(await (try judge("g_eval", parameters, model: model)).grade(.make()).grade)
        #expect(grade.value == .numeric(0.7))
        #expect(grade.comment == "Lively.")
        #expect(grade.metadata["steps"] == ["Look.", "Compare."])
        #expect(grade.metadata["rawScores"] == [7])
        #expect(grade.metadata["weighting"] == "none")
        #expect(model.requests.count == 2)
        #expect(model.requests[0].messages.last?.content.contains("input, context, expected, output") == true)
        #expect(model.requests[1].messages.last?.content.contains("1. Look.\n2. Compare.") == true)
    }

    @Test func `An empty list of steps is a failure`() async throws {
        let model = ScriptedModel(#"{"items": []}"#)
        let failure = await (try judge("g_eval", ["criteria": "Nothing."], model: model)).grade(.make()).failure
        #expect(failure?.code == .schemaViolation)
        #expect(failure?.message.contains("`steps`") == true)
    }

    @Test func `Given steps cost no call, and the range is that of the form`() async throws {
        let model = ScriptedModel(#"{"score": 2}"#)
        let judge = try judge(
            "g_eval", ["steps": ["Look."], "n": 1, "min": 1, "max": 5, "rubric": ["1: bad", "5: good"]], model: model)
        #expect(await judge.grade(.make()).grade?.value == .numeric(0.25))
        let text = try #require(model.requests.first?.messages.last?.content)
        #expect(text.contains("1: bad\n5: good"))
        #expect(text.contains("5 when every step"))
        #expect(model.requests.count == 1)
    }

    @Test func `Several answers are averaged, each with a seed of its own`() async throws {
        let model = ScriptedModel(inTurn: [#"{"reason": "a", "score": 6}"#, #"{"score": 9}"#, #"{"score": 9}"#])
        let judge = try judge("g_eval", ["steps": ["Look."], "weighting": "samples", "n": 3, "seed": 7], model: model)
        let grade = try #require(await judge.grade(.make()).grade)
        #expect(grade.value == .numeric(0.8))
        #expect(grade.metadata["weighting"] == "samples")
        #expect(grade.metadata["rawScores"] == [6, 9, 9])
        #expect(model.requests.map(\.temperature) == [1, 1, 1])
        #expect(model.requests.map(\.seed) == [7, 8, 9])
        #expect(model.requests.map(\.sample) == [0, 1, 2])
    }

    @Test func `Only the fields that are named are shown, and they must be there`() async throws {
        let model = ScriptedModel(#"{"score": 2}"#)
        let judge = try judge(
            "g_eval", ["steps": ["Look."], "n": 1, "fields": ["output", "trajectory"]], model: model)
        #expect(await judge.grade(.make(input: "secret")).failure?.code == .missingInput)
        let sample = try Sample.make(trace: [
            "id": "t", "output": "o", "input": "secret", "observations": [["type": "TOOL", "name": "n"]],
        ])
        #expect(await judge.grade(sample).grade != nil)
        #expect(model.requests.count == 1)
        #expect(model.requests.first?.messages.last?.content.contains("secret") == false)
    }

    @Test(
        arguments: [
            ([:], "/graders/0"), (["steps": []], "/graders/0/steps"), (["steps": [" "]], "/graders/0/steps"),
            (["criteria": "{{output}}"], "/graders/0/criteria"),
            (["criteria": "a", "fields": ["answer"]], "/graders/0/fields"),
            (["criteria": "a", "fields": []], "/graders/0/fields"),
            (["criteria": "a", "min": 5, "max": 5], "/graders/0/max"),
            (["criteria": "a", "weighting": "samples", "n": 1], "/graders/0/n"),
            (["criteria": "a", "weighting": "logprobs", "n": 2], "/graders/0/n"),
            (["criteria": "a", "n": 51], "/graders/0/n"),
            (["criteria": "a", "weighting": "none", "n": 2], "/graders/0/n"),
            (["criteria": "a", "prompt": "{{output}}"], "/graders/0/prompt"),
        ] as [(JSONObject, String)])
    func `A wrong parameter is an error at its place`(_ parameters: JSONObject, _ pointer: String) {
        let error = #expect(throws: JSONReadError.self) { try judge("g_eval", parameters, model: ScriptedModel("")) }
        #expect(error?.pointer == pointer)
    }
}
