import ChatModels
import Evaluation
import JSON
import Judges
import TestSupport
import Testing
import Timing

/// What a judge whose gate is shut still answers: all that takes no call.
@Suite struct KeptGradeTests {
    private static let limit: JSONObject = ["daily_usd": 1, "sample_from": 1]

    @Test func `A judge whose budget is spent gives what is kept, skips the rest, and calls nobody`() async throws {
        let model = ScriptedModel(agreeing: 0.5)
        let fixture = try GateFixture(model, budget: Self.limit, caches: true)
        let first = try #require(await fixture.grade(output: "kept").grade)
        fixture.spend(1)
        let again = try #require(await fixture.grade(output: "kept").grade)
        #expect(again.value == first.value)
        #expect(again.metadata["cached"] == true)
        #expect(await fixture.grade(output: "new").isSkipped)
        #expect(model.requests.count == 1)
        #expect(fixture.meter.spent(by: "tone", in: .day, at: fixture.clock.now()).calls == 2)
        #expect(fixture.heard.words == ["tone budget stopped", "tone skipped stopped"], "only one was skipped")
    }

    @Test func `A trace that the budgets leave out is not answered by the reply to one that is like it`() async throws {
        let model = ScriptedModel(agreeing: 0.5)
        let fixture = try GateFixture(model, budget: Self.limit, caches: true)
        _ = await fixture.grade("one")
        fixture.spend(1)
        #expect(await fixture.grade("two").isSkipped)
        #expect(await fixture.grade("one").grade != nil)
        #expect(fixture.heard.words == ["tone budget stopped", "tone skipped stopped"])
    }

    @Test func `A paused judge gives what is kept, fails the rest as before, and calls nobody but by a probe`()
        async throws
    {
        let model = ScriptedModel { _, index in
            index == 1 ? .failure(.init(code: .unauthorized, message: "No.")) : .text(#"{"reason": "r", "score": 1}"#)
        }
        let fixture = try GateFixture(model, caches: true)
        _ = await fixture.grade(output: "kept")
        _ = await fixture.grade(output: "new")
        #expect(fixture.gate.pause?.reason == .auth)
        for _ in 0..<3 {
            #expect(await fixture.grade(output: "kept").grade?.metadata["cached"] == true)
            let failure = try #require(await fixture.grade(output: "new").failure)
            #expect(failure.code == .auth && failure.isTransient && failure.retryAfter != nil)
            #expect(failure.message.contains("judge `tone` is paused since"))
        }
        #expect(model.requests.count == 2)
        fixture.clock.advance(by: .seconds(60))
        #expect(await fixture.grade(output: "new").grade != nil)
        #expect(fixture.gate.pause == nil)
        #expect(model.requests.count == 3)
    }

    @Test func `A kept grade neither is the probe nor ends the pause`() async throws {
        let model = ScriptedModel { _, index in
            index == 0 ? .text(#"{"reason": "r", "score": 1}"#) : .failure(.init(code: .unauthorized, message: "No."))
        }
        let fixture = try GateFixture(model, caches: true)
        _ = await fixture.grade(output: "kept")
        _ = await fixture.grade(output: "new")
        let pause = try #require(fixture.gate.pause)
        #expect(await fixture.grade(output: "kept").grade != nil)
        #expect(fixture.gate.pause == pause)
    }

    @Test func `A judge that wants no kept replies, or has no cache, is turned away as before`() async throws {
        for (caches, more) in [(true, ["criteria": "Good.", "cache": false]), (false, ["criteria": "Good."])]
            as [(Bool, JSONObject)]
        {
            let model = ScriptedModel(agreeing: 0.5)
            let fixture = try GateFixture(model, budget: Self.limit, caches: caches, more)
            #expect(await fixture.grade().grade != nil)
            fixture.spend(1)
            #expect(await fixture.grade().isSkipped)
            #expect(model.requests.count == 1)
        }
    }

    @Test func `Some of the votes are not the verdict of all`() async throws {
        // The third vote fails, so that only two are kept, which would do for a majority.
        let model = ScriptedModel { _, index in
            index == 2
                ? .failure(.init(code: .invalidRequest, message: "No.")) : .text(#"{"reason": "r", "score": 1}"#)
        }
        let more: JSONObject = ["criteria": "Good.", "votes": ["n": 3, "early_stop": false]]
        let fixture = try GateFixture(model, budget: Self.limit, caches: true, more)
        #expect(await fixture.grade().grade?.metadata["votes"]?["valid"] == 2)
        fixture.spend(1)
        #expect(await fixture.grade().isSkipped)
        #expect(model.requests.count == 3)
    }

    @Test func `What has nothing to judge is skipped for that, whatever may be spent`() async throws {
        let model = ScriptedModel { _, _ in .text(#"{"items": []}"#) }
        let fixture = try GateFixture(model, budget: Self.limit, caches: true, kind: "faithfulness", [:])
        let sample = Sample(output: "Hello!", context: ["Paris."], trace: Trace(id: "t"))
        let open = await fixture.grader.grade(sample)
        fixture.spend(1)
        #expect(open.isSkipped)
        #expect(await fixture.grader.grade(sample) == open)
        #expect(model.requests.count == 1)
    }

    @Test(arguments: JudgeFailureTests.graders.indices)
    func `No kind of judge calls anybody once its budget is spent`(_ index: Int) async throws {
        let (kind, parameters) = JudgeFailureTests.graders[index]
        guard kind != "embedding_similarity" else { return }
        let model = ScriptedModel(agreeing: 1)
        let fixture = try GateFixture(model, budget: Self.limit, caches: true, kind: kind, parameters)
        fixture.spend(1)
        let sample = Sample.make(
            output: "Paris.", expected: "Paris.", input: "Where?", context: ["Paris is the capital."])
        let outcome = await fixture.grader.grade(sample)
        #expect(outcome.grade == nil, "\(outcome)")
        #expect(model.requests.isEmpty)
    }

    @Test func `Evaluation steps that were written and replies that were kept make a grade of g_eval`() async throws {
        let model = ScriptedModel(agreeing: 1, items: ["Look."])
        let more: JSONObject = ["criteria": "Kept steps."]
        let fixture = try GateFixture(model, budget: Self.limit, caches: true, kind: "g_eval", more)
        let sample = Sample.make(output: "Paris.", input: "Where?")
        let first = try #require(await fixture.grader.grade(sample).grade)
        let calls = model.requests.count
        fixture.spend(1)
        #expect(await fixture.grader.grade(sample).grade?.value == first.value)
        #expect(model.requests.count == calls)
    }
}
