import ChatModels
import Evaluation
import Foundation
import JSON
import Testing

@testable import Judges

/// The weighting of a whole grade: what the model tells of its tokens decides.
@Suite struct GEvalLogprobTests {
    /// A reply with `score`, told token by token, the score's with the candidates `top`.
    private static func reply(_ score: Int, _ top: [(String, Double)], pieces: [String]? = nil) -> ScriptedModel.Answer
    {
        let before = [#"{"reason": "It says score 3.", "#, #""score": "#]
        let tokens = before + (pieces ?? ["\(score)"]) + ["}"]
        var reply = ChatReply(text: tokens.joined(), finishReason: "stop", model: "scripted-1")
        reply.logprobs = tokens.map { token in
            let candidates = token == "\(score)" ? top : [(token, 0)]
            return TokenLogprobs(
                chosen: .init(token: token, logprob: 0),
                top: candidates.map { .init(token: $0.0, logprob: $0.1) })
        }
        return .success(reply)
    }

    @Test func `A grade by probabilities is DeepEval's on every distribution of the reference values`() async throws {
        #expect(ScoreWeightingTests.vectors.count >= 4)
        for vector in ScoreWeightingTests.vectors {
            let top = try #require(vector["score_token_top_logprobs"]?.array).map { pair in
                (pair.array?[0].string ?? "", pair.array?[1].double ?? 0)
            }
            let raw = try #require(vector["raw_score"]?.integer)
            let wanted = try #require(vector["expected"]?["deepeval.normalised_0_10"]?["value"]?.double)
            let model = ScriptedModel(Self.reply(Int(raw), top))
            let grade = try #require(await (try judge("g_eval", ["steps": "Look."], model: model)).grade(.make()).grade)
            #expect(abs(try #require(grade.value.number) - wanted) < 1e-9)
            #expect(model.requests.map(\.topLogprobs) == [20])
            #expect(grade.metadata["rawScores"] == [.number(Double(raw))])
            let isWeighted = top.contains { exp($0.1) >= 0.01 && Int($0.0) != nil }
            #expect(grade.metadata["weighting"] == .string(isWeighted ? "logprobs" : "none"))
        }
    }

    @Test func `A score in pieces stays what it was`() async throws {
        let model = ScriptedModel(Self.reply(10, [("9", 0)], pieces: ["1", "0"]))
        let grade = try #require(await (try judge("g_eval", ["steps": "Look."], model: model)).grade(.make()).grade)
        #expect(grade.value == .numeric(1))
        #expect(grade.metadata["weighting"] == "none")
        #expect(model.requests.count == 1)
    }

    @Test func `A model that tells no probabilities is asked several times, and from then on at once`() async throws {
        let model = ScriptedModel(inTurn: [8, 6, 6, 7, 7, 9].map { #"{"reason": "r\#($0)", "score": \#($0)}"# })
        let judge = try judge("g_eval", ["steps": "Look."], model: model)
        let grade = try #require(await judge.grade(.make()).grade)
        #expect(grade.value == .numeric(0.7))
        #expect(grade.comment == "r6")
        #expect(grade.metadata["weighting"] == "samples")
        #expect(grade.metadata["rawScores"] == [6, 6, 7, 7, 9])
        #expect(model.requests.map(\.topLogprobs) == [20, nil, nil, nil, nil, nil])
        #expect(model.requests.map(\.temperature) == [0, 1, 1, 1, 1, 1])
        #expect(model.requests.map(\.sample) == [0, 0, 1, 2, 3, 4])
        _ = await judge.grade(.make(output: "Rome."))
        #expect(model.requests.count == 11)
    }

    @Test func `A stand-in that tells no probabilities does not silence the model it stood in for`() async throws {
        let model = ScriptedModel { _, index in
            let silent = ChatReply(text: #"{"score": 7}"#, finishReason: "stop", model: "stand-in-1")
            return index == 0 ? .success(silent) : Self.reply(7, [("7", 0)])
        }
        let judge = try judge("g_eval", ["steps": "Look."], model: model)
        #expect(await judge.grade(.make()).grade?.metadata["weighting"] == "samples")
        #expect(await judge.grade(.make()).grade?.metadata["weighting"] == "logprobs")
        #expect(model.requests.map(\.topLogprobs) == [20, nil, nil, nil, nil, nil, 20])
    }

    @Test func `The probabilities of a score that was not read do not count`() async throws {
        let model = ScriptedModel(Self.reply(3, [("9", 0)], pieces: ["3", "}\nScore: 4\n{"]))
        let grade = try #require(await (try judge("g_eval", ["steps": "Look."], model: model)).grade(.make()).grade)
        #expect(grade.value == .numeric(0.4))
        #expect(grade.metadata["weighting"] == "none")
    }

    @Test func `Who insists on probabilities gets a failure where there are none`() async throws {
        let model = ScriptedModel(#"{"score": 7}"#)
        let failure = await (try judge("g_eval", ["steps": "Look.", "weighting": "logprobs"], model: model))
            .grade(.make()).failure
        #expect(failure?.code == .invalidInput)
        #expect(failure?.isTransient == false)
        #expect(failure?.message.contains("`weighting`") == true)
    }

    @Test func `The steps in force can be looked at`() async throws {
        let given = try judge("g_eval", ["steps": ["Look."]], model: ScriptedModel(""))
        #expect(await given.details() == ["steps": ["Look."], "stepsHash": "de5176e3d6e25344"])
        let model = ScriptedModel(inTurn: [#"{"items": ["Read.", "Compare."]}"#, #"{"score": 1}"#])
        let parameters: JSONObject = ["criteria": "It can be looked at.", "weighting": "none"]
        let judge = try judge("g_eval", parameters, model: model)
        #expect(await judge.details()["steps"] == .null)
        _ = await judge.grade(.make())
        let details = await judge.details()
        #expect(details["steps"] == ["Read.", "Compare."])
        #expect(details["criteria"] == "It can be looked at.")
        #expect(details["stepsWrittenBy"] == "judge")
    }
}
