import JSON
import TestSupport
import Testing

/// Events that end without a score say why.
struct RuleFateTests {
    private static let rules = ConfigurationText.make {
        $0.rules = [
            "{name: production, when: {environment: production, tags: {any: [prod]}}, graders: [concise]}",
            "{name: never, when: {environment: staging}, sample: 0, graders: [concise]}",
        ]
        $0.more = ["evaluator_environments: [our-evals]"]
    }

    /// A trace, the state it ends in, and a part of the reason.
    static let endings: [(trace: JSONObject, state: String, reason: String)] = [
        (["environment": "production", "tags": ["prod"]], "written", ""),
        (["environment": "development"], "filtered", "rule never: environment is \"development\""),
        (["environment": "production"], "filtered", "rule production: tags is absent"),
        (["environment": "staging"], "sampled_out", "beyond the sample"),
        (["environment": "production", "tags": ["prod"], "output": nil], "skipped", "the trace has no output"),
        (["environment": "langfuse-llm-as-a-judge", "tags": ["prod"]], "filtered", "loop guard"),
        (["environment": "llm-as-a-judge"], "filtered", "loop guard"),
        (["environment": "our-evals", "tags": ["prod"]], "filtered", "loop guard"),
    ]

    @Test(arguments: endings) func `The fate of an event says what became of it, and why`(
        _ trace: JSONObject, _ state: String, _ reason: String
    ) async throws {
        try await withService(Self.rules) { client in
            #expect(try await client.deliver(event("evt-1", trace)).status == 202)
            let fate = try await client.fate("evt-1")
            #expect(fate["state"] == .string(state), "\(fate)")
            #expect(reason.isEmpty || fate["detail"]?.string?.contains(reason) == true, "\(fate)")
            #expect(try await client.scores().count == (state == "written" ? 1 : 0))
            #expect(try await client.get("/metrics").text.contains(#"gradehook_events_total{outcome="\#(state)"} 1"#))
        }
    }

    @Test func `An empty output is an output`() async throws {
        try await withService { client async throws in
            #expect(try await client.deliver(event("evt-1", output: "")).status == 202)
            #expect(try await client.fate("evt-1")["state"] == "written")
        }
    }

    @Test func `Sampling takes the same part of the traces every time, the one of the share asked for`() async throws {
        let half = ConfigurationText.make { $0.rules = ["{name: half, sample: 0.5, graders: [concise]}"] }
        var kept: [[String]] = []
        for _ in 0..<2 {
            try await withService(half) { client in
                let batch = "[\((0..<100).map { event("evt-\($0)") }.joined(separator: ","))]"
                #expect(try await client.deliver(batch).json["accepted"] == 100)
                var written: [String] = []
                for index in 0..<100 where try await client.fate("evt-\(index)")["state"] == "written" {
                    written.append("evt-\(index)")
                }
                kept.append(written)
            }
        }
        #expect(kept[0] == kept[1])
        #expect((30...70).contains(kept[0].count))
    }

    @Test func `A trace of no output is skipped though a part of its graders could have failed`() async throws {
        let judged = ConfigurationText.make {
            $0.graders.append("{name: exact, kind: exact_match}")
            $0.rules = ["{name: everything, graders: [exact, concise]}"]
        }
        try await withService(judged) { client in
            #expect(try await client.deliver(event("evt-1", ["output": nil])).status == 202)
            let fate = try await client.fate("evt-1")
            #expect(fate["state"] == "skipped")
            #expect(fate["skipped"]?.array?.map { $0["grader"] } == ["exact", "concise"])

            #expect(try await client.deliver(event("evt-2")).status == 202)
            let second = try await client.fate("evt-2")
            #expect(second["state"] == "written")
            #expect(second["failures"]?.array?.first?["code"] == "missing_input", "\(second)")
        }
    }
}
