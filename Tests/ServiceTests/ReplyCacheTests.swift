import FoundationEssentials
import JSON
import Service
import TestSupport
import Testing

/// Replies of models that are given again, in a service that runs.
struct ReplyCacheTests {
    private static let judged = ConfigurationText.make {
        $0.models = [ConfigurationText.judgeModel]
        $0.graders = [ConfigurationText.judge]
        $0.rules = ["{name: everything, graders: [judge]}"]
        $0.cache = nil
    }

    private static func written(_ id: String, _ client: ServiceClient) async throws {
        #expect(try await client.deliver(event(id)).status == 202)
        #expect(try await client.fate(id)["state"] == "written")
    }

    private static func lines(_ client: ServiceClient) async throws -> Set<String> {
        Set(try await client.get("/metrics").text.split(separator: "\n").map(String.init))
    }

    @Test func `The same question is asked once, and the second score says that it was not`() async throws {
        try await withJudge([.verdict(0.75), .verdict(0.1)]) { judge, variables in
            try await withService(Self.judged, variables: variables) { client in
                for id in ["evt-1", "evt-2"] { try await Self.written(id, client) }
                #expect(judge.calls.count == 1)
                let scores = try await client.scores()
                #expect(scores.map { $0["value"] } == [0.75, 0.75])
                #expect(scores.count { $0["metadata"]?["cached"] == true } == 1)
                let lines = try await Self.lines(client)
                for line in [
                    #"gradehook_judge_cache_hits_total{from="memory",model="remote"} 1"#,
                    #"gradehook_judge_cache_hits_total{from="disk",model="remote"} 0"#,
                    #"gradehook_judge_cache_misses_total{model="remote"} 1"#,
                    #"gradehook_judge_cache_entries{model="remote"} 1"#,
                    #"gradehook_judge_cache_faults_total{reason="open"} 0"#,
                    #"gradehook_judge_calls_total{model="remote",outcome="ok"} 1"#,
                ] { #expect(lines.contains(line), "\(line)") }
            }
        }
    }

    @Test func `A reload keeps the replies, and so does a restart with the same folder`() async throws {
        try await withJudge([.verdict(0.75), .verdict(0.1)]) { judge, variables in
            try await withTemporaryFolder { folder in
                let all = variables.merging(["DATA": folder]) { $1 }
                try await withService(Self.judged, variables: all) { client in
                    try await Self.written("evt-1", client)
                    try client.service.reload(Self.judged.parse(all, data: folder))
                    try await Self.written("evt-2", client)
                }
                try await withService(Self.judged, variables: all) { client async throws in
                    try await Self.written("evt-3", client)
                    let lines = try await Self.lines(client)
                    #expect(lines.contains(#"gradehook_judge_cache_hits_total{from="disk",model="remote"} 1"#))
                }
                #expect(judge.calls.count == 1)
                let bytes = try Data(contentsOf: URL(filePath: folder + "/responses.sqlite"))
                #expect(bytes.count > 0)
                #expect(!String(decoding: bytes, as: UTF8.self).contains("Capital of France?"), "no prompt is kept")
            }
        }
    }

    @Test func `Replies of a model that came with a reload are kept on disk too`() async throws {
        let modelless = ConfigurationText.make { $0.cache = nil }
        try await withJudge([.verdict(0.75), .verdict(0.1)]) { judge, variables in
            try await withTemporaryFolder { folder in
                let all = variables.merging(["DATA": folder]) { $1 }
                try await withService(modelless, variables: all) { client in
                    try client.service.reload(Self.judged.parse(all, data: folder))
                    try await Self.written("evt-1", client)
                }
                try await withService(Self.judged, variables: all) { client async throws in
                    try await Self.written("evt-2", client)
                    let lines = try await Self.lines(client)
                    #expect(lines.contains(#"gradehook_judge_cache_hits_total{from="disk",model="remote"} 1"#))
                }
                #expect(judge.calls.count == 1)
            }
        }
    }

    @Test func `A file that is damaged costs the file, not a grade`() async throws {
        try await withJudge([.verdict(0.75)]) { judge, variables in
            try await withTemporaryFolder { folder in
                let path = folder + "/responses.sqlite"
                try Data(String(repeating: "not a database\n", count: 1_000).utf8).write(to: URL(filePath: path))
                let all = variables.merging(["DATA": folder]) { $1 }
                try await withService(Self.judged, variables: all) { client in
                    for id in ["evt-1", "evt-2"] { try await Self.written(id, client) }
                    #expect(client.log.text.contains("replies of models are not kept on disk"))
                    #expect(client.log.text.contains(path))
                    let lines = try await Self.lines(client)
                    #expect(lines.contains(#"gradehook_judge_cache_faults_total{reason="open"} 1"#))
                }
                #expect(judge.calls.count == 1, "the memory still works")
            }
        }
    }

    @Test func `Switched off, every question is asked, and no file is made`() async throws {
        var text = Self.judged
        text.cache = "{enabled: false}"
        try await withJudge([.verdict(0.75), .verdict(0.25)]) { judge, variables in
            try await withService(text, variables: variables) { client in
                for id in ["evt-1", "evt-2"] { try await Self.written(id, client) }
                #expect(judge.calls.count == 2)
                #expect(!FileManager.default.fileExists(atPath: client.folder + "/responses.sqlite"))
                #expect(try await !client.get("/metrics").text.contains("gradehook_judge_cache_hits_total{"))
            }
        }
    }
}
