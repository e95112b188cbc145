import FoundationEssentials
import JSON
import TestSupport
import Testing

/// Vectors that are given again, in a service that runs.
struct EmbeddingCacheTests {
    private static let configured = ConfigurationText.make {
        $0.models = [
            ConfigurationText.judgeModel.replacing("timeout: 20s", with: "timeout: 20s, price: {input_per_million: 2}")
        ]
        $0.graders = ["{name: close, kind: embedding_similarity, model: remote}"]
        $0.rules = ["{name: everything, graders: [close]}"]
        $0.cache = nil
    }

    /// Starts a server whose vectors are the length of the text and 1, each text taking half a million tokens.
    private func withVectors(_ body: (FakeModelServer, [String: String]) async throws -> Void) async throws {
        let fake = FakeModelServer { call in
            let texts = call.body["input"]?.array?.compactMap(\.string) ?? []
            let data = texts.enumerated().map { index, text -> JSONValue in
                ["index": .integer(Int64(index)), "embedding": [.integer(Int64(text.utf8.count)), 1]]
            }
            let tokens = JSONValue.integer(Int64(texts.count * 500_000))
            return .json([
                "model": "embedder-1", "usage": ["prompt_tokens": tokens, "total_tokens": tokens], "data": .array(data),
            ])
        }
        try await withModelServer(fake) { try await body(fake, ["JUDGE_URL": $0]) }
    }

    private static func written(_ id: String, _ output: JSONValue, _ client: ServiceClient) async throws {
        #expect(try await client.deliver(event(id, output: output, ["expectedOutput": "Rome"])).status == 202)
        #expect(try await client.fate(id)["state"] == "written")
    }

    private static func lines(_ client: ServiceClient) async throws -> Set<String> {
        Set(try await client.get("/metrics").text.split(separator: "\n").map(String.init))
    }

    @Test func `A reference that traces share is asked for once, and a trace like another not at all`() async throws {
        try await withVectors { server, variables in
            try await withService(Self.configured, variables: variables) { client in
                for (id, output) in [("evt-1", "Oslo"), ("evt-2", "Vaduz"), ("evt-3", "Oslo")] as [(String, JSONValue)]
                {
                    try await Self.written(id, output, client)
                }
                #expect(server.calls.map { $0.body["input"] } == [["Oslo", "Rome"], ["Vaduz"]])
                let scores = try await client.scores()
                let values = scores.filter { $0["metadata"]?["cachedTexts"] == nil }.map { $0["value"] }
                #expect(values.count == 2 && values[0] == values[1], "the same texts, the same score")
                #expect(scores.count { $0["metadata"]?["cached"] == true && $0["metadata"]?["cost"] == 0 } == 1)
                #expect(scores.count { $0["metadata"]?["cached"] == false } == 1)
                #expect(scores.allSatisfy { $0["metadata"]?["sampleRate"] == 1 })
                let lines = try await Self.lines(client)
                for line in [
                    #"gradehook_judge_cache_hits_total{from="memory",model="remote"} 3"#,
                    #"gradehook_judge_cache_misses_total{model="remote"} 3"#,
                    #"gradehook_judge_cache_entries{model="remote"} 3"#,
                    #"gradehook_judge_cache_saved_usd_total{model="remote"} 3"#,
                    #"gradehook_judge_cost_usd_total{model="remote"} 3"#,
                    #"gradehook_judge_calls_total{model="remote",outcome="ok"} 2"#,
                ] { #expect(lines.contains(line), "\(line)") }
            }
        }
    }

    @Test func `A restart with the same folder keeps the vectors, and the file has no text`() async throws {
        try await withVectors { server, variables in
            try await withTemporaryFolder { folder in
                let all = variables.merging(["DATA": folder]) { $1 }
                try await withService(Self.configured, variables: all) { client in
                    try await Self.written("evt-1", "Constantinople", client)
                }
                try await withService(Self.configured, variables: all) { client async throws in
                    try await Self.written("evt-2", "Constantinople", client)
                    let lines = try await Self.lines(client)
                    #expect(lines.contains(#"gradehook_judge_cache_hits_total{from="disk",model="remote"} 2"#))
                }
                #expect(server.calls.count == 1)
                let bytes = try Data(contentsOf: URL(filePath: folder + "/responses.sqlite"))
                #expect(bytes.count > 0)
                #expect(!String(decoding: bytes, as: UTF8.self).contains("Constantinople"))
            }
        }
    }

    @Test func `A file that is damaged costs a warning, not a grade`() async throws {
        try await withVectors { server, variables in
            try await withTemporaryFolder { folder in
                let path = folder + "/responses.sqlite"
                try Data(String(repeating: "not a database\n", count: 1_000).utf8).write(to: URL(filePath: path))
                try await withService(Self.configured, variables: variables.merging(["DATA": folder]) { $1 }) {
                    client in
                    for id in ["evt-1", "evt-2"] { try await Self.written(id, "Oslo", client) }
                    #expect(client.log.text.contains("replies of models are not kept on disk"))
                }
                #expect(server.calls.count == 1, "the memory still works")
            }
        }
    }

    @Test func `Switched off, every text is asked for`() async throws {
        var text = Self.configured
        text.cache = "{enabled: false}"
        try await withVectors { server, variables in
            try await withService(text, variables: variables) { client in
                for id in ["evt-1", "evt-2"] { try await Self.written(id, "Oslo", client) }
                #expect(server.calls.map { $0.body["input"] } == [["Oslo", "Rome"], ["Oslo", "Rome"]])
                #expect(try await client.scores().allSatisfy { $0["metadata"]?["cached"] == nil })
            }
        }
    }

    @Test func `A spent budget leaves the traces that are repeated`() async throws {
        var text = Self.configured
        text.graders = [text.graders[0].replacing("}", with: ", budget: {daily_usd: 2, sample_from: 1}}")]
        try await withVectors { server, variables in
            try await withService(text, variables: variables) { client in
                try await Self.written("evt-1", "Oslo", client)
                let again = event("evt-2", output: "Oslo", ["id": "trace-evt-1", "expectedOutput": "Rome"])
                #expect(try await client.deliver(again).status == 202)
                #expect(try await client.fate("evt-2")["state"] == "written")
                #expect(
                    try await client.deliver(event("evt-3", output: "Bern", ["expectedOutput": "Rome"])).status == 202)
                #expect(try await client.fate("evt-3")["state"] == "skipped")
                #expect(server.calls.count == 1)
            }
        }
    }
}
