import ChatModels
import Evaluation
import JSON
import Synchronization
import Testing

@testable import Judges

@Suite struct VotesTests {
    /// A model whose replies to the samples 0, 1, 2, … are `replies`, whatever the order of the calls.
    private func model(_ replies: [ScriptedModel.Answer]) -> ScriptedModel {
        ScriptedModel { request, _ in replies[min(request.sample, replies.count - 1)] }
    }

    private func scores(_ scores: [JSONValue]) -> [ScriptedModel.Answer] {
        scores.enumerated().map { .text(JSONValue.object(["reason": .string("r\($0)"), "score": $1]).text) }
    }

    private func outcome(
        _ votes: JSONValue, _ answers: [ScriptedModel.Answer], _ output: JSONValue = ["type": "numeric"],
        _ more: JSONObject = [:]
    ) async throws -> (outcome: GradeOutcome, requests: [ChatRequest]) {
        let model = model(answers)
        var parameters: JSONObject = ["criteria": "Good.", "votes": votes, "output": output]
        for (key, value) in more.members { parameters[key] = value }
        let outcome = await (try judge("llm_judge", parameters, model: model)).grade(.make())
        return (outcome, model.requests)
    }

    @Test(
        arguments: [
            ([0.2, 0.9, 0.4], [:], 0.4), ([0.2, 0.9, 0.4, 0.6], [:], 0.5), ([0.5, 0.25, 0], ["rule": "mean"], 0.25),
            ([0.5, 0.2, 0.9], ["rule": "min"], 0.2), ([0.5, 0.2, 0.9], ["rule": "max"], 0.9),
            ([0.5, 1, 0.5], ["rule": "majority"], 0.5), ([1, 0.5, 0], ["rule": "majority"], 0),
            ([1, 0.5, 0], ["rule": "majority", "tie": "highest"], 1),
            ([0.5, 1, 0], ["rule": "majority", "tie": "first"], 0.5),
        ] as [([Double], JSONObject, Double)])
    func `Numbers come to the value of their rule`(_ votes: [Double], _ rules: JSONObject, _ wanted: Double)
        async throws
    {
        for stops in [true, false] {
            var rules = rules
            rules["n"] = .integer(Int64(votes.count))
            rules["early_stop"] = .bool(stops)
            let grade = try await outcome(.object(rules), scores(votes.map { .number($0) })).outcome.grade
            #expect(grade?.value == .numeric(wanted))
        }
    }

    @Test func `Labels and yes or no are decided by the majority, and the winners comment`() async throws {
        let output: JSONValue = ["type": "categorical", "choices": ["a", "b", "c"]]
        let grade = try #require(await outcome(3, scores(["b", "a", "a"]), output).outcome.grade)
        #expect(grade.value == .categorical("a"))
        #expect(grade.comment == "2 of 3 votes: r1")
        let votes = try #require(grade.metadata["votes"])
        #expect(votes["agreement"] == .number(2.0 / 3))
        #expect(votes["list"]?.array?.map { $0["value"] ?? .null } == ["b", "a", "a"])
        #expect(votes["list"]?.array?.map { $0["comment"] ?? .null } == ["r0", "r1", "r2"])
        #expect(votes["standardDeviation"] == nil)
        let flags = try await outcome(5, scores([false, true, false, true, false]), ["type": "boolean"])
        #expect(flags.outcome.grade?.value == .boolean(false))
        #expect(flags.outcome.grade?.metadata["votes"]?["agreement"] == 0.6)
    }

    @Test func `Spread, tokens and calls of all votes stand beside the score`() async throws {
        let grade = try #require(
            await outcome(["n": 3, "early_stop": false], scores([0.25, 0.5, 1])).outcome.grade)
        let votes = try #require(grade.metadata["votes"])
        #expect(votes["min"] == 0.25)
        #expect(votes["max"] == 1)
        // The mean is 7/12; the squares of the distances are 16/144, 1/144 and 25/144.
        #expect(abs(try #require(votes["standardDeviation"]?.double) - (42.0 / 144 / 3).squareRoot()) < 1e-12)
        #expect(votes["n"] == 3)
        #expect(votes["agreement"] == .number(1.0 / 3))
        #expect(votes["rule"] == "median")
        #expect(grade.metadata["promptTokens"] == 30)
        #expect(grade.metadata["attempts"] == 3)
        #expect(grade.metadata["calls"] == 3)
        #expect(grade.metadata["model"] == "scripted-1")
        #expect(grade.comment == "median of 3 votes: r1")
    }

    @Test func `Labels that are tied are a failure unless the first is to count`() async throws {
        let output: JSONValue = ["type": "categorical", "choices": ["a", "b", "c"]]
        let failure = try await outcome(3, scores(["b", "a", "c"]), output).outcome.failure
        #expect(failure?.code == .partFailed)
        #expect(failure?.isTransient == false)
        #expect(failure?.message.contains("`votes.tie`") == true)
        let first = try await outcome(["n": 3, "tie": "first"], scores(["b", "a", "c"]), output).outcome
        #expect(first.grade?.value == .categorical("b"))
    }

    @Test(
        arguments: [
            (["n": 3], ["type": "boolean"], [true, true, false], 2),
            (["n": 3], ["type": "boolean"], [true, false, true], 3),
            (["n": 5], ["type": "boolean"], [true, true, true, false, false], 3),
            (["n": 5], ["type": "boolean"], [true, true, false, true, false], 4),
            (["n": 3], ["type": "numeric"], [0.5, 0.5, 0], 2), (["n": 3], ["type": "numeric"], [0.5, 0.4, 0], 3),
            (["n": 3, "rule": "mean"], ["type": "numeric"], [0.5, 0.5, 0.5], 3),
            (["n": 3, "rule": "min"], ["type": "boolean"], [false, true, true], 2),
            (["n": 3, "rule": "max"], ["type": "boolean"], [true, true, true], 2),
            (["n": 3, "rule": "min"], ["type": "boolean"], [true, true, false], 3),
            (["n": 3, "early_stop": false], ["type": "boolean"], [true, true, false], 3),
            (["n": 3, "min_valid": 3], ["type": "boolean"], [true, true, false], 3),
        ] as [(JSONObject, JSONValue, [JSONValue], Int)])
    func `Nobody is asked any more once the result is certain`(
        _ votes: JSONObject, _ output: JSONValue, _ answers: [JSONValue], _ asked: Int
    ) async throws {
        let result = try await outcome(.object(votes), scores(answers), output)
        #expect(result.requests.count == asked)
        #expect(result.outcome.grade?.metadata["votes"]?["asked"] == .integer(Int64(asked)))
        var all = votes
        all["early_stop"] = false
        let full = try await outcome(.object(all), scores(answers), output)
        #expect(full.outcome.grade?.value == result.outcome.grade?.value)
    }

    private static let late = ScriptedModel.Answer.failure(
        ChatModelError(code: .timeout, message: "late", retryAfter: .seconds(7)))

    @Test func `Votes that fail count as nothing; too few verdicts are their failure`() async throws {
        let one = try await outcome(3, [Self.late] + scores([0.5, 0.5, 0.5]).dropFirst())
        #expect(one.outcome.grade?.value == .numeric(0.5))
        #expect(one.outcome.grade?.metadata["votes"]?["valid"] == 2)
        #expect(one.outcome.grade?.metadata["promptTokens"] == nil)
        #expect(one.outcome.grade?.metadata["votes"]?["list"]?.array?[0]["failure"] == "timeout")
        let two = try await outcome(3, [Self.late, Self.late] + scores([1, 1, 1]).dropFirst(2))
        #expect(two.outcome.failure?.code == .timeout)
        #expect(two.outcome.failure?.isTransient == true)
        #expect(two.outcome.failure?.retryAfter == .seconds(7))
        // Once two of three have failed nobody else needs to be asked.
        #expect(two.requests.count == 2)
        let mixed = try await outcome(3, [.text("prose"), Self.late, Self.late])
        #expect(mixed.outcome.failure?.code == .partFailed)
        #expect(mixed.outcome.failure?.isTransient == true)
        let hopeless = try await outcome(["n": 3, "min_valid": 3], [.text("prose"), Self.late, Self.late])
        #expect(hopeless.outcome.failure?.isTransient == false)
        let single = try await outcome(
            ["n": 3, "min_valid": 1], [Self.late, Self.late] + scores([0, 0, 1]).dropFirst(2))
        #expect(single.outcome.grade?.value == .numeric(1))
    }

    @Test func `A result is cached only when every call of every vote was`() {
        let (kept, fresh): (JSONObject, JSONObject) = (["cached": true, "calls": 2], [:])
        #expect(CallTally.merged(kept, all: [kept, kept], isComplete: true)["cached"] == true)
        #expect(CallTally.merged(fresh, all: [fresh, fresh], isComplete: true)["cached"] == nil)
        for winner in [kept, fresh] {
            let merged = CallTally.merged(winner, all: [kept, fresh], isComplete: true)
            #expect(merged["cached"] == false && merged["cachedCalls"] == 2 && merged["calls"] == 3)
        }
        #expect(CallTally.merged(kept, all: [kept], isComplete: false)["cached"] == false)
    }

    @Test func `Votes that there is nothing to judge are a skip`() async throws {
        let model = ScriptedModel { request, _ in
            request.sample == 0 ? .text(ScriptedModel.agreement(request, 1, ["A."]).text) : .text(#"{"items": []}"#)
        }
        let judge = try judge("faithfulness", ["votes": 3], model: model)
        #expect(await judge.grade(.make(context: ["a"])).isSkipped)
    }

    @Test func `A model asked again gives another sample, at temperature 1 unless one is set`() async throws {
        let plain = try await outcome(
            ["n": 3, "early_stop": false], scores([1, 1, 1]), ["type": "numeric"], ["seed": 7])
        #expect(Set(plain.requests.map(\.sample)) == [0, 1, 2])
        #expect(Set(plain.requests.map(\.seed)) == [7, 8, 9])
        #expect(plain.requests.allSatisfy { $0.temperature == 1 && $0.judge == nil })
        let cold = try await outcome(2, scores([1, 1]), ["type": "numeric"], ["temperature": 0.3])
        #expect(cold.requests.allSatisfy { $0.temperature == 0.3 })
        // A judge that wants several samples of its own gets none of them twice.
        let model = ScriptedModel(#"{"score": 5}"#)
        let parameters: JSONObject = [
            "steps": "Look.", "weighting": "samples", "n": 2, "votes": ["n": 3, "early_stop": false], "seed": 0,
        ]
        _ = await (try judge("g_eval", parameters, model: model)).grade(.make())
        #expect(model.requests.map(\.sample).sorted() == [0, 1, 2, 3, 4, 5])
        #expect(model.requests.compactMap(\.seed).sorted() == [0, 1, 2, 3, 4, 5])
    }

    /// A model of a name of its own.
    private struct Named: ChatModel {
        var name: String
        var identity: String { "test/\(name)" }
        var model: ScriptedModel
        func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
            var reply = try await model.complete(request)
            reply.model = "\(name)-1"
            return reply
        }
    }

    private func panel(_ votes: JSONValue, _ more: JSONObject = [:]) throws -> (
        judge: any Grader, models: [String: Named]
    ) {
        let models = ["a": 1.0, "b": 0.5, "c": 1].map { name, score in
            (name, Named(name: name, model: ScriptedModel(#"{"score": \#(score)}"#)))
        }
        let known = Dictionary(uniqueKeysWithValues: models)
        let kind = try #require(JudgeCatalogue.kinds(models: known).first { $0.name == "correctness" })
        var parameters: JSONObject = ["votes": votes]
        for (key, value) in more.members { parameters[key] = value }
        var reader = JSONReader(parameters, at: "/graders/0")
        guard case .grader(let judge) = try kind.make(&reader, GraderResources()) else { throw CancellationError() }
        try reader.finish()
        return (judge, known)
    }

    @Test func `A panel asks each of its models, at the temperature of a single judge`() async throws {
        let (judge, models) = try panel(["models": ["a", "b", "c"], "rule": "mean"])
        let grade = try #require(await judge.grade(.make(expected: "Rome.")).grade)
        #expect(abs(try #require(grade.value.number) - 2.5 / 3) < 1e-12)
        #expect(grade.metadata["model"] == "a-1, b-1, c-1")
        #expect(grade.metadata["votes"]?["list"]?.array?.map { $0["model"] ?? .null } == ["a", "b", "c"])
        #expect(models.values.allSatisfy { $0.model.requests.map(\.temperature) == [0] })
        let more = try panel(["models": ["a", "b"], "n": 5, "early_stop": false])
        _ = await more.judge.grade(.make(expected: "Rome."))
        #expect(more.models["a"]?.model.requests.map(\.sample).sorted() == [0, 1, 2])
        #expect(more.models["b"]?.model.requests.map(\.sample).sorted() == [0, 1])
        #expect(more.models["c"]?.model.requests.isEmpty == true)
    }

    @Test func `Several scores of one call are each decided by the votes on them`() async throws {
        let replies: [ScriptedModel.Answer] = [(1, true), (3, false), (2, false)].map {
            .text(#"{"reason": "r", "scores": {"main": \#($0.0), "rude": \#($0.1)}}"#)
        }
        let output: JSONValue = [
            "type": "scores",
            "scores": ["main": ["type": "numeric", "min": 1, "max": 5], "rude": ["type": "boolean"]],
        ]
        let result = try await outcome(3, replies, output)
        #expect(result.outcome.grade?.value == .numeric(2))
        #expect(result.outcome.grade?.parts == [.init(name: "rude", value: .boolean(false))])
        #expect(result.requests.count == 3)
    }

    @Test(
        arguments: [
            (1, "/graders/0/votes"), (26, "/graders/0/votes"), ("3", "/graders/0/votes"),
            (["n": 1], "/graders/0/votes/n"),
            ([:], "/graders/0/votes"), (["n": 3, "rule": "most"], "/graders/0/votes/rule"),
            (["n": 3, "min_valid": 4], "/graders/0/votes/min_valid"), (["n": 3, "nn": 4], "/graders/0/votes/nn"),
            (["n": 3, "tie": "none"], "/graders/0/votes/tie"), (["models": []], "/graders/0/votes/models"),
            (["models": ["judge", "x"]], "/graders/0/model"),
        ] as [(JSONValue, String)])
    func `Votes that make no sense are an error at their place`(_ votes: JSONValue, _ pointer: String) {
        let error = #expect(throws: JSONReadError.self) {
            try judge("llm_judge", ["criteria": "Good.", "votes": votes], model: ScriptedModel(""))
        }
        #expect(error?.pointer == pointer)
    }

    @Test(
        arguments: [
            (["models": ["a", "x"]], "/graders/0/votes/models/1"),
            (["models": ["a", "a"]], "/graders/0/votes/models/1"),
            (["models": ["a", "b"], "n": 1], "/graders/0/votes/n"), (["models": ["a"]], "/graders/0/votes"),
        ] as [(JSONValue, String)])
    func `A panel of nobody known is an error at the name`(_ votes: JSONValue, _ pointer: String) {
        let error = #expect(throws: JSONReadError.self) { try panel(votes) }
        #expect(error?.pointer == pointer)
    }

    @Test(
        arguments: [
            (["type": "boolean"], ["rule": "mean"], "rule"), (["type": "boolean"], ["rule": "median"], "rule"),
            (["type": "categorical", "choices": ["a", "b"]], ["rule": "max"], "rule"), (["type": "text"], [:], "rule"),
            (["type": "categorical", "choices": ["a", "b"]], ["tie": "lowest"], "tie"),
        ] as [(JSONValue, JSONObject, String)])
    func `A rule must fit the scores`(_ output: JSONValue, _ votes: JSONObject, _ key: String) {
        var votes = votes
        votes["n"] = 3
        let error = #expect(throws: JSONReadError.self) {
            try judge(
                "llm_judge", ["criteria": "Good.", "votes": .object(votes), "output": output], model: ScriptedModel(""))
        }
        #expect(error?.pointer == "/graders/0/votes/\(key)")
    }

    @Test func `Whatever is left open, deciding early never changes the result`() {
        let scale = Scale(.numeric(0...1))
        let values: [ScoreValue] = [0, 0.5, 1].map { .numeric($0) }
        for rule in VoteRule.allCases {
            for length in 1...4 {
                for picks in Self.sequences(values, length) {
                    for asked in 1...length
                    where rule.isDecided(
                        Array(picks[..<asked]), remaining: length - asked, on: scale, .lowest)
                    {
                        #expect(rule.value(of: Array(picks[..<asked]), .lowest) == rule.value(of: picks, .lowest))
                    }
                }
            }
        }
    }

    private static func sequences(_ values: [ScoreValue], _ length: Int) -> [[ScoreValue]] {
        length == 0 ? [[]] : sequences(values, length - 1).flatMap { start in values.map { start + [$0] } }
    }
}
