import Cryptography
import Foundation
import JSON
import Service
import Testing

struct ConfigurationTests {
    private static let variables = [
        "GRADEHOOK_SECRET": ConfigurationText.secret, "GRADEHOOK_ADMIN_TOKEN": ConfigurationText.adminToken,
        "LANGFUSE_PUBLIC_KEY": "pk-lf-1",
        "LANGFUSE_SECRET_KEY": "sk-lf-1",
        "LANGFUSE_WEBHOOK_SECRET": "lf-whsec_1", "OPENAI_API_KEY": "sk-1", "BENCH_JUDGE_URL": "http://127.0.0.1:9/v1",
        "BENCH_LANGFUSE_URL": "http://127.0.0.1:9",
    ]

    /// Every configuration in the repository.
    static var shipped: [String] {
        get throws {
            try ["examples", "Benchmarks"].flatMap { folder in
                try FileManager.default.contentsOfDirectory(atPath: SharedData.root.appending(path: folder).path)
                    .filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }
            }.sorted()
        }
    }

    @Test(arguments: try shipped) func `A configuration that is shipped loads`(_ path: String) throws {
        let loader = ConfigurationLoader(variables: Self.variables)
        let configuration = try loader.load(SharedData.root.appending(path: path).path)
        try ConfigurationCheck.run(configuration)
        #expect(!configuration.graders.isEmpty)
        #expect(!configuration.sources.isEmpty)
    }

    @Test func `The embedded default loads, listens on loopback and writes to the store`() throws {
        let loader = ConfigurationLoader(variables: ["GRADEHOOK_SECRET": ConfigurationText.secret])
        let configuration = try loader.parse(EmbeddedFile.defaultConfiguration, file: "(embedded default)")
        try ConfigurationCheck.run(configuration)
        #expect(configuration.server.listen == ListenAddress(host: "127.0.0.1", port: 8080))
        #expect(configuration.sinks == [.sqlite])
        #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader(variables: [:]).parse(EmbeddedFile.defaultConfiguration, file: "default")
        }
    }

    @Test func `An empty file has every default`() throws {
        let configuration = try ConfigurationLoader(variables: [:]).parse("", file: "empty")
        #expect(configuration.queue.capacity == 100_000)
        #expect(configuration.server.maximumBodyBytes == 4_718_592)
        #expect(configuration.server.maximumBufferedBytes == 268_435_456)
        #expect(configuration.server.answerTimeout == .seconds(600))
        #expect(configuration.sources.isEmpty)
        #expect(configuration.project == "default")
    }

    /// A value as it is written, and the text it comes to.
    static let expansions: [(value: String, text: String)] = [
        ("\"${NAME}\"", "value"), ("${NAME}", "value"), ("\"a ${NAME} b ${NAME}\"", "a value b value"),
        ("\"${MISSING:-fallback}\"", "fallback"), ("\"${EMPTY:-fallback}\"", "fallback"), ("\"${MISSING:-}x\"", "x"),
        ("\"$${NAME}\"", "${NAME}"), ("\"$NAME\"", "$NAME"), ("\"${NESTED}\"", "${NAME}"),
    ]

    @Test(arguments: expansions) func `Variables are expanded in values, once`(_ value: String, _ text: String) throws {
        let loader = ConfigurationLoader(variables: ["NAME": "value", "EMPTY": "", "NESTED": "${NAME}"])
        #expect(try loader.parse("project: \(value)\n", file: "f").project == text)
    }

    @Test func `A secret may come from a file, without the line break at its end`() async throws {
        try await withTemporaryFolder { folder in
            try Data("s3cret\n".utf8).write(to: URL(filePath: folder + "/token"))
            let configuration = try ConfigurationLoader(variables: [:])
                .parse("admin: {token: \"${file:\(folder)/token}\"}\n", file: "f")
            #expect(configuration.admin.token?.text == "s3cret")
        }
    }

    /// Passwords of digits that are something else as numbers.
    @Test(arguments: ["0123", "1e5", "+7", "1.50", "true", "12345678901234567890"])
    func `A secret is the text as it was written, quoted or not`(_ secret: String) throws {
        let loader = ConfigurationLoader(variables: ["SECRET": secret])
        for value in [secret, "\"\(secret)\"", "${SECRET}", "\"${SECRET}\""] {
            #expect(try loader.parse("admin:\n  token: \(value)\n", file: "f").admin.token?.text == secret, "\(value)")
        }
    }

    @Test func `Sizes, durations and addresses are read with their units`() throws {
        let text = """
            server: {listen: "[::1]:9", max_body_bytes: 64KiB, drain_timeout: 1m30s}
            queue: {max_bytes: 1GB, backoff: {base: 250ms, cap: 2h}}
            """
        let configuration = try ConfigurationLoader(variables: [:]).parse(text, file: "f")
        #expect(configuration.server.listen == ListenAddress(host: "::1", port: 9))
        #expect(configuration.server.maximumBodyBytes == 65_536)
        #expect(configuration.server.drainTimeout == .seconds(90))
        #expect(configuration.queue.maximumBytes == 1_000_000_000)
        #expect(configuration.queue.backoffBase == .milliseconds(250))
        #expect(configuration.queue.backoffCap == .seconds(7_200))
    }

    @Test func `A queue whose size is not given holds the largest body`() throws {
        let text = "server: {max_body_bytes: 300MiB}\n"
        let configuration = try ConfigurationLoader(variables: [:]).parse(text, file: "f")
        #expect(configuration.queue.maximumBytes == 300 << 20)
        #expect(try ConfigurationLoader(variables: [:]).parse("{}", file: "f").queue.maximumBytes == 256 << 20)
    }

    @Test func `The effective configuration shows everything but secrets`() throws {
        let all = """
            admin: {token: "${ADMIN_TOKEN}", listen: "127.0.0.1:0"}
            sources:
              - {name: a, signature: {scheme: standard_webhooks, secrets: ["${SECRET}", {value: "whsec_b3RoZXI=", expires: "2030-01-01T00:00:00Z"}]}}
              - {name: b, signature: {scheme: bearer, secrets: [bearer-secret]}}
            langfuse: {base_url: "https://cloud.langfuse.com", public_key: pk-lf-1, secret_key: "${LANGFUSE_KEY}"}
            models: [{name: m, provider: openai, model: gpt, api_key: "${JUDGE_KEY}", price: {input_per_million: 0.15}}]
            graders: [{name: g, kind: length, max: 3}]
            rules: [{name: r, graders: [g]}]
            sinks: [langfuse]
            """
        let secrets = [
            "bm8gc2VjcmV0IGF0IGFsbA", "b3RoZXI", "bearer-secret", "sk-lf-secret", "sk-judge", "admin-secret",
        ]
        let loader = ConfigurationLoader(variables: [
            "SECRET": ConfigurationText.secret, "ADMIN_TOKEN": "admin-secret", "LANGFUSE_KEY": "sk-lf-secret",
            "JUDGE_KEY": "sk-judge",
        ])
        let configuration = try loader.parse(all, file: "f")
        let shown = JSONValue.object(EffectiveConfiguration.json(configuration)).text
        for secret in secrets {
            #expect(!shown.contains(secret))
            #expect(!"\(configuration)".contains(secret))
        }
        let json = try JSONValue(parsing: shown)
        #expect(json["admin"]?["token"] == "${ADMIN_TOKEN}")
        #expect(
            json["sources"]?.array?.first?["signature"]?["secrets"] == [
                "${SECRET}", ["value": "<redacted>", "expires": "2030-01-01T00:00:00.000Z"],
            ])
        #expect(json["langfuse"]?["secret_key"] == "${LANGFUSE_KEY}")
        #expect(json["models"]?.array?.first?["api_key"] == "${JUDGE_KEY}")
        #expect(json["queue"]?["max_attempts"] == 8)
    }
}
