import JSON
import TestSupport
import Testing
import Timing

@testable import ChatModels
@testable import HTTPClient
@testable import Service

/// The pace of models, as the service shows it and keeps it.
struct PacingTests {
    private static let judged = ConfigurationText.make {
        $0.models = [ConfigurationText.judgeModel]
        $0.graders = [ConfigurationText.judge]
        $0.rules = ["{name: everything, graders: [judge]}"]
        $0.queue += ", max_attempts: 1"
    }

    private static func grade(_ client: ServiceClient) async throws -> JSONValue? {
        try await client.post("/v1/grade", #"{"id":"t","input":"?","output":"Paris"}"#).json["results"]?.array?.first
    }

    @Test func `A model that is away shows in readiness and metrics, and the service stays ready`() async throws {
        let clock = ManualClock()
        try await withJudge([.serverError]) { judge, variables in
            try await withService(Self.judged, variables: variables, clock: clock) { client in
                let before = try await client.get("/readyz?verbose").text
                #expect(!before.contains("remote"))
                for _ in 0..<12 { #expect(try await Self.grade(client)?["failure"]?["code"] == "unavailable") }
                #expect(judge.calls.count == 10)
                let probe = try await client.get("/readyz?verbose")
                #expect(probe.status == 200)
                let line =
                    "[+] model remote: away since \(clock.now().rfc3339): 10 failures in a row, the last answered"
                #expect(probe.text.contains(line + " 500; tried again in 5s\n"), "\(probe.text)")
                #expect(!probe.text.contains("127.0.0.1"))
                let lines = Set(try await client.get("/metrics").text.split(separator: "\n").map(String.init))
                for line in [
                    #"gradehook_judge_circuit_state{model="remote",state="open"} 1"#,
                    #"gradehook_judge_circuit_state{model="remote",state="closed"} 0"#,
                    #"gradehook_judge_calls_in_flight{model="remote"} 0"#,
                    #"gradehook_judge_calls_waiting{model="remote"} 0"#,
                    #"gradehook_judge_concurrency_limit{model="remote"} 64"#,
                    #"gradehook_judge_pause_seconds{model="remote"} 0"#,
                    #"gradehook_judge_place_wait_seconds_count{model="remote"} 10"#,
                ] { #expect(lines.contains(line), "\(line)") }
            }
        }
    }

    @Test func `A model told to wait shows for how long`() async throws {
        let clock = ManualClock()
        try await withJudge([.rateLimited(retryAfter: "90")]) { judge, variables in
            try await withService(Self.judged, variables: variables, clock: clock) { client in
                for _ in 0..<2 { #expect(try await Self.grade(client)?["failure"]?["code"] == "rate_limited") }
                #expect(judge.calls.count == 1)
                let probe = try await client.get("/readyz?verbose")
                #expect(probe.status == 200)
                #expect(probe.text.contains("[+] model remote: told to wait, for another 1m30s\n"), "\(probe.text)")
                let metrics = try await client.get("/metrics").text
                #expect(metrics.contains("\ngradehook_judge_pause_seconds{model=\"remote\"} 90\n"))
            }
        }
    }

    @Test func `A reload keeps what was learned of a model, and its new limits hold`() async throws {
        try await withJudge([.rateLimited(), .verdict(1)]) { _, variables in
            try await withService(Self.judged, variables: variables) { client in
                #expect(try await Self.grade(client)?["failure"]?["code"] == "rate_limited")
                func limit() async throws -> String? {
                    let name = "gradehook_judge_concurrency_limit"
                    let lines = try await client.get("/metrics").text.split(separator: "\n")
                    return lines.first { $0.hasPrefix(name + "{") }?.split(separator: " ").last.map(String.init)
                }
                #expect(try await limit() == "32")
                try client.service.reload(Self.judged.parse(variables, data: client.folder))
                #expect(try await limit() == "32")
                var narrow = Self.judged
                narrow.models = [
                    ConfigurationText.judgeModel.replacing("timeout:", with: "max_concurrency: 5, timeout:")
                ]
                // A configuration that cannot be taken changes nothing.
                var broken = narrow
                broken.graders = ["{name: x, kind: nothing}"]
                #expect(throws: ConfigurationError.self) {
                    try client.service.reload(broken.parse(variables, data: client.folder))
                }
                #expect(try await limit() == "32")
                try client.service.reload(narrow.parse(variables, data: client.folder))
                #expect(try await limit() == "5")
            }
        }
    }

    @Test func `A fallback answers for a model that is away, and each is counted as itself`() async throws {
        let script: [FakeModelAnswer] = [.serverError, .verdict(0.5)]
        try await withJudge(script) { judge, variables in
            let text = ConfigurationText.make {
                $0 = Self.judged
                $0.models = [
                    ConfigurationText.judgeModel.replacing("timeout:", with: "fallbacks: [other], timeout:"),
                    ConfigurationText.judgeModel.replacing("remote", with: "other").replacing("m-1", with: "m-2"),
                ]
            }
            try await withService(text, variables: variables) { client in
                let result = try await Self.grade(client)
                #expect(result?["value"] == 0.5, "\(String(describing: result))")
                #expect(judge.calls.map { $0.body["model"] } == ["m-1", "m-2"])
                let lines = Set(try await client.get("/metrics").text.split(separator: "\n").map(String.init))
                #expect(lines.contains(#"gradehook_judge_calls_total{model="remote",outcome="unavailable"} 1"#))
                #expect(lines.contains(#"gradehook_judge_calls_total{model="other",outcome="ok"} 1"#))
            }
        }
    }

    private static func modelsOf(_ most: Int) -> ConfigurationText {
        .make {
            $0.models = ["a", "b"].map { "{name: \($0), provider: openai, model: \($0), max_concurrency: \(most)}" }
        }
    }

    @Test func `The transport has room for every model at once`() throws {
        let transport = try Pipeline.transportConfiguration(Self.modelsOf(1500).parse())
        #expect(transport.maximumConnections >= 3_000)
        #expect(transport.maximumConnectionsPerHost >= 3_000)
    }

    @Test func `A reload that lets models have more calls under way makes room for them`() async throws {
        try await withService(Self.modelsOf(8)) { client async throws in
            let transport = client.service.pipeline.transport
            #expect(transport.limits.connections < 2_000 && transport.limits.perHost < 2_000)
            try client.service.reload(Self.modelsOf(1500).parse(data: client.folder))
            #expect(transport.limits.connections >= 3_000 && transport.limits.perHost >= 3_000)
        }
    }
}
