import Evaluation
import JSON
import TestSupport
import Testing

/// Judges that may not be asked and still give what the cache holds, in a service that runs.
struct KeptGradeTests {
    private static func configured(_ budget: String = "") -> ConfigurationText {
        ConfigurationText.make {
            $0.models = [ConfigurationText.judgeModel]
            $0.graders = [ConfigurationText.judge.replacing("}", with: "\(budget)}")]
            $0.rules = ["{name: everything, sample: 0.999999999, graders: [judge]}"]
            $0.cache = nil
        }
    }

    @Test func `A spent judge scores again what it has asked about, skips the rest, and nothing goes out`() async throws
    {
        let spent = Self.configured(", budget: {daily_calls: 1, sample_from: 1}")
        try await withJudge([.verdict(0.75)]) { judge, variables in
            try await withService(spent, variables: variables) { client in
                for (id, trace, output, state) in [
                    ("evt-1", "trace-1", "Paris", "written"), ("evt-2", "trace-1", "Paris", "written"),
                    ("evt-3", "trace-3", "Paris", "skipped"), ("evt-4", "trace-4", "Rome", "skipped"),
                ] as [(String, JSONValue, JSONValue, JSONValue)] {
                    #expect(try await client.deliver(event(id, output: output, ["id": trace])).status == 202)
                    #expect(try await client.fate(id)["state"] == state)
                }
                #expect(judge.calls.count == 1)
                let scores = try await client.scores()
                #expect(scores.map { $0["value"] } == [0.75])
                #expect(scores.map { $0["metadata"]?["cached"] } == [true])
                #expect(scores.allSatisfy { $0["metadata"]?["sampleRate"] == 0.999999999 })
                let metrics = try await client.get("/metrics").text
                for line in [
                    #"gradehook_judge_budget_skips_total{grader="judge",phase="stopped"} 2"#,
                    #"gradehook_judge_cache_hits_total{from="memory",model="remote"} 2"#,
                    #"gradehook_judge_cache_misses_total{model="remote"} 1"#,
                ] { #expect(metrics.contains(line), "\(line)") }
            }
        }
    }

    @Test func `A paused judge scores what it has replies of; the others wait`() async throws {
        let clock = ManualClock()
        try await withJudge([.verdict(0.75), .error(401), .verdict(0.5)]) { judge, variables in
            try await withService(Self.configured(), variables: variables, clock: clock) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                #expect(try await client.fate("evt-1")["state"] == "written")
                #expect(try await client.deliver(event("evt-2", output: "Rome")).status == 202)
                _ = try await client.fate("evt-2", in: [.waiting])
                #expect(try await client.deliver(event("evt-3")).status == 202)
                #expect(try await client.fate("evt-3")["state"] == "written")
                #expect(try await client.deliver(event("evt-4", output: "Bern")).status == 202)
                let fate = try await client.fate("evt-4", in: [.waiting])
                #expect(fate["detail"]?.string?.contains("judge `judge` is paused since") == true, "\(fate)")
                #expect(judge.calls.count == 2)
            }
        }
    }

    @Test func `Graded on the spot, a judge's score has the share of the budgets alone`() async throws {
        try await withJudge([.verdict(0.75)]) { _, variables in
            try await withService(Self.configured(), variables: variables) { client in
                let answer = try await client.post("/v1/grade", event("evt-1"))
                let result = try #require(answer.json["results"]?.array?.first)
                #expect(result["metadata"]?["sampleRate"] == 1, "\(answer.text)")
            }
        }
    }
}
