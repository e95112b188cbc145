import JSON
import Service
import TestSupport
import Testing
import Timing

struct ReloadTests {
    private static let wordy = ConfigurationText.make {
        $0.graders = ["{name: wordy, kind: length, min: 20}"]
        $0.rules = ["{name: later, graders: [wordy]}"]
        $0.sources.append("{name: second, signature: {scheme: none}}")
    }

    @Test func `After a reload new events meet the new rules and sources`() async throws {
        try await withService { client in
            #expect(try await client.deliver(event("evt-1")).status == 202)
            #expect(try await client.fate("evt-1")["rules"] == ["everything"])
            #expect(try await client.post("/v1/events/second", event("evt-2")).status == 404)
            try client.service.reload(Self.wordy.parse(data: client.folder))
            #expect(try await client.post("/v1/events/second", event("evt-2")).status == 202)
            let fate = try await client.fate("evt-2")
            #expect(fate["rules"] == ["later"])
            #expect(fate["scores"]?.array?.first?["name"] == "wordy")
            #expect(try await client.get("/v1/graders").json["graders"]?.array?.map { $0["name"] } == ["wordy"])
            #expect(client.log.text.contains("configuration reloaded"))
        }
    }

    @Test func `A job under way keeps the rules it began with`() async throws {
        try await withJudge([.hang, .verdict(1)]) { judge, variables in
            let judged = ConfigurationText.make {
                $0.models = [ConfigurationText.judgeModel.replacing("timeout: 20s", with: "timeout: 200ms")]
                $0.graders.append(ConfigurationText.judge)
                $0.rules = ["{name: everything, graders: [concise, judge]}"]
                $0.queue += ", max_attempts: 1"
            }
            try await withService(judged, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                await judge.waitForCalls(1)
                try client.service.reload(Self.wordy.parse(data: client.folder))
                let fate = try await client.fate("evt-1")
                #expect(fate["rules"] == ["everything"])
                #expect(fate["failures"]?.array?.first?["code"] == "timeout", "\(fate)")
            }
        }
    }

    @Test func `What has changed and waits for a restart is named, and reloads are counted by what came of them`()
        async throws
    {
        let waiting = ConfigurationText.make {
            $0.server = "threads: 3"
            $0.admin = #"token: "${ADMIN_TOKEN}""#
            $0.queue += ", workers: 3"
            $0.graders = ["{name: concise, kind: length, max: 21}"]
        }
        try await withService(ConfigurationText.make { $0.admin = "token: another" }) { client async throws in
            let before = ConfigurationText.make { $0.admin = "token: another" }
            try client.service.reload(before.parse(data: client.folder))
            #expect(!client.log.text.contains("restart"), "\(client.log.text)")
            try client.service.reload(waiting.parse(data: client.folder))
            #expect(client.log.text.contains("wait for a restart"))
            #expect(client.log.text.contains("server, admin, queue"), "\(client.log.text)")
            #expect(throws: ConfigurationError.self) {
                try client.service.reload(ConfigurationLoader(variables: [:]).parse("queue: 1", file: "f"))
            }
            let lines = try await client.get("/metrics").text.split(separator: "\n").map(String.init)
            for outcome in ["applied", "partial", "failed"] {
                #expect(lines.contains(#"gradehook_config_reloads_total{outcome="\#(outcome)"} 1"#), "\(outcome)")
            }
        }
    }

    @Test func `The time of the last reload that succeeded is given`() async throws {
        let clock = ManualClock()
        let name = "gradehook_config_last_reload_success_timestamp_seconds"
        func shown(_ client: ServiceClient) async throws -> Double? {
            let lines = try await client.get("/metrics").text.split(separator: "\n")
            return lines.first { $0.hasPrefix(name + " ") }?.split(separator: " ").last.flatMap { Double($0) }
        }
        try await withService(clock: clock) { client async throws in
            let start = try #require(try await shown(client))
            #expect(start == clock.now().secondsSinceEpoch)
            clock.advance(by: .seconds(60))
            _ = try? client.service.reload(ConfigurationLoader(variables: [:]).parse("queue: 1", file: "f"))
            #expect(try await shown(client) == start)
            try client.service.reload(ConfigurationText().parse(data: client.folder))
            #expect(try await shown(client) == start + 60)
        }
    }

    @Test func `A tolerance longer than copies are remembered for waits for a restart`() async throws {
        let lenient = ConfigurationText.make {
            $0.sources = ["{name: default, signature: {scheme: github, secrets: [s], tolerance: 2h}}"]
        }
        try await withService { client in
            let error = try #require(throws: ConfigurationError.self) {
                try client.service.reload(lenient.parse(data: client.folder))
            }
            #expect(error.message == "a tolerance above the 5m at start needs a restart")
            #expect(error.line == 4)
            #expect(try await client.deliver(event("evt-1")).status == 202)
        }
    }

    @Test func `A broken configuration changes nothing`() async throws {
        let broken = ConfigurationText.make {
            $0.rules = ["{name: later, graders: [nobody]}"]
            $0.sources = ["{name: second, signature: {scheme: none}}"]
        }
        let unverifiable = ConfigurationText.make {
            $0.rules = ["{name: later, graders: [concise]}"]
            $0.sources = [#"{name: second, signature: {scheme: standard_webhooks, secrets: ["whsec_%"]}}"#]
        }
        try await withService { client async throws in
            for text in [broken, unverifiable] {
                #expect(throws: ConfigurationError.self) { try client.service.reload(text.parse(data: client.folder)) }
            }
            #expect(try await client.deliver(event("evt-1")).status == 202)
            #expect(try await client.fate("evt-1")["rules"] == ["everything"])
        }
    }
}
