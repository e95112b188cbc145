import JSON
import TestSupport
import Testing

/// Graders that are asked only when another has a certain result, in the whole service.
struct CascadeTests {
    private static let cascade = ConfigurationText.make {
        $0.models = [ConfigurationText.judgeModel]
        $0.graders += [
            "{name: yes, kind: llm_judge, model: remote, criteria: Good?, only_if: {grader: concise, equals: true}}",
            "{name: no, kind: llm_judge, model: remote, criteria: Good?, only_if: {grader: concise, equals: false}}",
            "{name: after, kind: llm_judge, model: remote, criteria: Good?, only_if: {grader: yes, at_most: 0.2}}",
        ]
        $0.rules = ["{name: everything, sample: 0.999999999, graders: [concise, yes, no, after]}"]
    }

    @Test func `Only those are asked whose condition holds, and the fate says why the others were not`() async throws {
        try await withJudge([.verdict(0.75)]) { judge, variables in
            try await withService(Self.cascade, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "written")
                let scores = try await client.scores()
                let isConcise = scores.first { $0["name"] == "concise" }?["value"] == true
                #expect(Set(scores.compactMap { $0["name"]?.string }) == ["concise", isConcise ? "yes" : "no"])
                #expect(judge.calls.count == 1)
                let skipped = fate["skipped"]?.array ?? []
                #expect(skipped.map { $0["grader"]?.string } == [isConcise ? "no" : "yes", "after"])
                #expect(skipped.allSatisfy { $0["reason"]?.string?.contains("`only_if`") == true }, "\(fate)")
                // Whoever adds these up has to know that they are a sample.
                #expect(scores.allSatisfy { $0["metadata"]?["sampleRate"] == 0.999999999 })
            }
        }
    }

    @Test func `A grader that waits for a failing one is tried again with it`() async throws {
        let waiting = ConfigurationText.make {
            $0.models = [ConfigurationText.judgeModel]
            $0.graders = [
                ConfigurationText.judge,
                "{name: after, kind: length, max: 1000, only_if: {grader: judge, at_least: 0.5}}",
            ]
            $0.rules = ["{name: everything, graders: [after]}"]
        }
        try await withJudge([.error(500), .verdict(0.75)]) { judge, variables in
            try await withService(waiting, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "written")
                #expect(fate["attempts"] == 2)
                // What only decides makes no score.
                #expect(try await client.scores().map { $0["name"] } == ["after"])
                #expect(judge.calls.count == 2)
            }
        }
    }

    @Test func `The steps and the parts of a grader can be looked at`() async throws {
        let configured = ConfigurationText.make {
            $0.models = ["{name: mock, provider: mock}"]
            $0.graders = [
                "{name: lively, kind: g_eval, model: mock, steps: [Look., Compare.]}",
                "{name: both, kind: llm_judge, model: mock, criteria: Good?, output: {type: scores, scores: "
                    + "{a: {type: boolean}, b: {type: boolean}}}}",
            ]
            $0.rules = ["{name: everything, graders: [lively, both]}"]
        }
        try await withService(configured) { client in
            let graders = try #require(try await client.get("/v1/graders").json["graders"]?.array)
            #expect(graders[0]["details"] == ["steps": ["Look.", "Compare."], "stepsHash": "15acbb048b1448be"])
            #expect(graders[1]["details"] == nil)
            #expect(graders[1]["partNames"] == ["both.b"])
        }
    }
}
