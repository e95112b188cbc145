import ChatModels
import Evaluation
import JSON
import TestSupport
import Testing

@Suite struct KeptReplyTests {
    private static func caching(_ model: any ChatModel) -> CachingModel {
        CachingModel(model, servedBy: .openAI(model: "m-1"), cache: ResponseCache(time: ManualClock()))
    }

    @Test func `A sample judged again takes no call, and says so`() async throws {
        let model = ScriptedModel(agreeing: 0.5)
        let judge = try judge("llm_judge", ["criteria": "Is it right?"], model: Self.caching(model))
        let first = await judge.grade(.make()).grade
        let second = await judge.grade(.make()).grade
        #expect(first?.metadata["cached"] == nil)
        #expect(second?.metadata["cached"] == true)
        #expect(second?.metadata["attempts"] == 0)
        #expect(second?.metadata["promptTokens"] == 10)
        #expect(second?.value == first?.value)
        #expect(model.requests.count == 1)
    }

    @Test func `A judge that wants no kept replies asks each time`() async throws {
        let model = ScriptedModel(agreeing: 0.5)
        let judge = try judge("llm_judge", ["criteria": "c", "cache": false], model: Self.caching(model))
        for _ in 0..<2 { #expect(await judge.grade(.make()).grade?.metadata["cached"] == nil) }
        #expect(model.requests.count == 2)
    }

    @Test(arguments: ["llm_judge", "faithfulness", "answer_correctness", "g_eval"])
    func `A reply that cannot be read is asked for anew`(_ kind: String) async throws {
        let model = ScriptedModel { request, index in
            index == 0 ? .text("no verdict in here") : .text(ScriptedModel.agreement(request, 1, ["A claim."]).text)
        }
        let parameters: JSONObject = kind == "llm_judge" || kind == "g_eval" ? ["criteria": "c"] : [:]
        let judge = try judge(kind, parameters, model: Self.caching(model))
        let sample = Sample.make(expected: "Paris.", input: "Where?", context: ["Paris is the capital."])
        #expect(await judge.grade(sample).failure?.code == .unparseable)
        let after = await judge.grade(sample)
        #expect(after.grade != nil, "\(after)")
        let calls = model.requests.count
        #expect(await judge.grade(sample).grade?.metadata["cached"] == true)
        #expect(model.requests.count == calls)
    }

    @Test func `Calls that went well are not paid for again after the one that did not`() async throws {
        let model = ScriptedModel { request, index in
            index == 1
                ? .failure(ChatModelError(code: .unavailable, message: "away"))
                : .text(ScriptedModel.agreement(request, 1, ["A claim."]).text)
        }
        let judge = try judge("faithfulness", [:], model: Self.caching(model))
        let sample = Sample.make(context: ["Paris is the capital."])
        #expect(await judge.grade(sample).failure?.code == .unavailable)
        let grade = await judge.grade(sample).grade
        #expect(grade?.metadata["cached"] == false)
        #expect(grade?.metadata["cachedCalls"] == 1)
        #expect(model.requests.count == 3)
    }

    @Test func `Samples of one question stay several, also without a seed`() async throws {
        let model = ScriptedModel { _, index in .text(#"{"reason": "r", "score": \#(index)}"#) }
        let judge = try judge(
            "g_eval", ["criteria": "c", "steps": ["Look."], "weighting": "samples", "n": 3],
            model: Self.caching(model))
        for _ in 0..<2 {
            #expect(await judge.grade(.make()).grade?.metadata["rawScores"] == [0, 1, 2])
        }
        #expect(model.requests.count == 3)
    }
}
