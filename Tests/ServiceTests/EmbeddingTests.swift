import JSON
import TestSupport
import Testing

/// The embedding model of a configuration, from an event to its score, metrics and failures.
struct EmbeddingTests {
    private static let configured = ConfigurationText.make {
        $0.models = [
            ConfigurationText.judgeModel.replacing("timeout: 20s", with: "timeout: 20s, price: {input_per_million: 2}")
        ]
        $0.graders.append("{name: close, kind: embedding_similarity, model: remote}")
        $0.rules = ["{name: everything, graders: [concise, close]}"]
        $0.queue += ", max_attempts: 1"
    }

    private static func reply(_ vectors: [JSONValue]) -> FakeModelAnswer {
        .json([
            "model": "embedder-1", "usage": ["prompt_tokens": 500_000, "total_tokens": 500_000],
            "data": .array(vectors.enumerated().map { ["index": .integer(Int64($0)), "embedding": $1] }),
        ])
    }

    @Test func `A score comes of two vectors, and its call, tokens and cost are counted`() async throws {
        try await withJudge([Self.reply([[3, 4], [4, 3]])]) { judge, variables in
            try await withService(Self.configured, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1", ["expectedOutput": "Paris it is"])).status == 202)
                #expect(try await client.fate("evt-1")["state"] == "written")
                #expect(judge.calls.map(\.path) == ["/v1/embeddings"])
                #expect(judge.calls.first?.body["input"] == ["Paris", "Paris it is"])
                let score = try #require(try await client.scores().first { $0["name"] == "close" })
                #expect(abs((score["value"]?.double ?? 0) - 0.96) < 1e-9)
                let metrics = try await client.get("/metrics").text
                #expect(metrics.contains(#"gradehook_judge_calls_total{model="remote",outcome="ok"} 1"#))
                #expect(metrics.contains(#"gradehook_judge_tokens_total{kind="prompt",model="remote"} 500000"#))
                #expect(metrics.contains(#"gradehook_judge_cost_usd_total{model="remote"} 1"#))
            }
        }
    }

    @Test func `A vector of zeros is a failure in the fate and never a number`() async throws {
        try await withJudge([Self.reply([[3, 4], [0, 0]])]) { _, variables in
            try await withService(Self.configured, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1", ["expectedOutput": "x"])).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["failures"]?.array?.map { $0["code"] } == ["unparseable"], "\(fate)")
                #expect(try await client.scores().map { $0["name"] } == ["concise"])
            }
        }
    }
}
