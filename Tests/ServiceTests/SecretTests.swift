import Foundation
import JSON
import Service
import TestSupport
import Testing

struct SecretTests {
    private static let everything = ConfigurationText.make {
        $0.admin = #"token: "${ADMIN_TOKEN}", listen: "127.0.0.1:0""#
        $0.langfuse = ConfigurationText.langfuse
        $0.models = [ConfigurationText.judgeModel]
        $0.graders.append(ConfigurationText.judge)
        $0.rules = ["{name: everything, graders: [concise, judge]}"]
        $0.sinks = ["sqlite", "langfuse"]
        $0.queue += ", max_attempts: 2"
    }

    /// Runs `body` with a service all of whose keys are refused.
    private static func withRefusedKeys(_ body: (ServiceClient) async throws -> Void) async throws {
        let clock = ManualClock(advancesWhenSlept: true)
        try await withJudge([.error(401)]) { _, variables in
            try await withFakeLangfuse(FakeLangfuse(mode: .v3, time: clock)) { _, url in
                let all = variables.merging(["LANGFUSE_URL": url, "LANGFUSE_KEY": "sk-lf-wrong-4711"]) { first, _ in
                    first
                }
                try await withService(everything, variables: all, clock: clock, body)
            }
        }
    }

    /// Everything that operators and readers can see of an event that became a dead letter.
    private static func seen(of client: ServiceClient) async throws -> [String] {
        var seen = [try await client.post("/v1/events", event("x"), client.signature([])).text]
        #expect(try await client.deliver(event("evt-1")).status == 202)
        let admin = try #require(client.service.adminPort)
        let headers = [(name: "Authorization", value: "Bearer \(ConfigurationText.adminToken)")]
        try await eventually("the dead letter") {
            try await client.send("GET", "/v1/dead-letters", headers, port: admin).json["data"]?.array?.count == 1
        }
        for path in ["/v1/events/evt-1", "/v1/dead-letters", "/metrics", "/v1/scores", "/version", "/v1/graders"] {
            seen.append(try await client.send("GET", path, headers, port: admin).text)
        }
        #expect(seen[1].contains(#""state":"dead""#))
        let probe = try await client.get("/readyz?verbose").text
        // One word of a closed set: the sentence, which names the server, is for the log.
        #expect(probe.contains("[+] langfuse: unauthorized\n"), "\(probe)")
        return seen + [probe]
    }

    @Test func `No secret shows in logs, fates, metrics or answers, whatever fails`() async throws {
        try await Self.withRefusedKeys { client in
            var seen = try await Self.seen(of: client)
            client.stop()
            _ = try await client.run.value
            #expect(client.log.lines.count >= 3)
            seen += client.log.lines
            for secret in Self.secrets {
                for text in seen { #expect(!text.contains(secret), "\(text)") }
            }
        }
    }

    private static let secrets = [
        "bm8gc2VjcmV0IGF0IGFsbA", "no secret at all", ConfigurationText.adminToken, ConfigurationText.judgeKey,
        "sk-lf-wrong-4711",
        // `pk-lf-test:sk-lf-wrong-4711`, as it goes over the wire.
        "cGstbGYtdGVzdDpzay1sZi13cm9uZy00NzEx",
    ]

    @Test func `What a variable or a file held is shown as it was written, wherever it stands`() async throws {
        try await withTemporaryFolder { folder in
            try Data("file-hush".utf8).write(to: URL(filePath: folder + "/note"))
            let configuration = ConfigurationText.make {
                $0.listen = "127.0.0.1:${PORT:-0}"
                $0.models = [#"{name: m, provider: mock, model: "${MODEL}"}"#]
                $0.graders = [
                    #"{name: judge, kind: llm_judge, model: m, criteria: "Is ${CODE} in it? ${file:\#(folder)/note}"}"#,
                    #"{name: exact, kind: exact_match, map: {expected: "$.metadata['${CODE}']"}}"#,
                ]
                $0.rules = [#"{name: everything, when: {tags: {any: ["${CODE}"]}}, graders: [judge]}"#]
            }
            let parsed = try configuration.parse(["CODE": "hush-code", "MODEL": "hush-model"], data: "hush-folder")
            let shown = JSONValue.object(EffectiveConfiguration.json(parsed))
            #expect(!shown.text.contains("hush"), "\(shown.text)")
            #expect(shown["data_dir"] == "${DATA}")
            #expect(
                shown["graders"]?.array?.first?["criteria"] == .string("Is ${CODE} in it? ${file:\(folder)/note}"))
            #expect(shown["models"]?.array?.first?["model"] == "${MODEL}")
            #expect(shown["rules"]?.array?.first?["when"]?["tags"]?["any"] == ["${CODE}"])
            #expect(shown["server"]?["listen"] == "127.0.0.1:0", "a default stands in the file itself")
            #expect(shown["sources"]?.array?.first?["signature"]?["secrets"] == ["${SECRET}"])
        }
    }

    @Test func `An error speaks of the variable, not of what it held`() throws {
        let text = "graders: [{name: g, kind: \"${KIND}\"}]\n"
        let error = try #require(
            throws: ConfigurationError.self,
            performing: {
                try ConfigurationCheck.run(ConfigurationLoader(variables: ["KIND": "hush"]).parse(text, file: "f"))
            })
        #expect(error.message.contains("unknown kind `${KIND}`"), "\(error)")
    }

    @Test func `A configuration error never shows what a variable held`() throws {
        let text = "admin: {token: \"${TOKEN}\"}\nserver: {header_timeout: \"5m\"}\nqueue: {capacity: \"${TOKEN}\"}\n"
        let error = try #require(
            throws: ConfigurationError.self,
            performing: { try ConfigurationLoader(variables: ["TOKEN": "hush-hush"]).parse(text, file: "f") })
        #expect(!error.description.contains("hush-hush"))
    }
}
