import Evaluation
import FoundationEssentials
import JSON
import Service
import TestSupport
import Testing

/// How far the service reaches, through what, and whom it trusts.
struct NetworkTests {
    private static let model = "name: m, provider: openai, model: x"

    private static func message(_ text: String) throws -> String {
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationLoader(variables: [:]).parse(text, file: "test.yaml")
        }
        return error.description
    }

    @Test(
        arguments: [
            (
                "network: {allow_hosts: [api.anthropic.com]}\nmodels:\n  - {\(model)}\n",
                "test.yaml:3:5: api.openai.com is not among `network.allow_hosts`"
            ),
            (
                "network: {allow_hosts: ['*.openai.com']}\nmodels:\n  - {\(model), base_url: 'http://h:1/v1'}\n",
                "h:1 is not among `network.allow_hosts`"
            ),
            (
                "network: {allow_hosts: ['h:2']}\nlangfuse: {base_url: 'http://h:1', public_key: pk, secret_key: k}\n",
                "test.yaml:2:12: h:1 is not among"
            ),
            (
                "network: {allow_hosts: []}\ngraders: [{name: g, kind: http, url: 'http://h/g', output: {type: boolean}}]\n",
                "h is not among `network.allow_hosts`; add it there"
            ),
            ("network: {allow_hosts: [a.example, 'https://b.example']}\n", "expected a host"),
            ("network: {proxy: 'socks5://p:1'}\n", "expected an http or https URL"),
            ("network: {proxy: 'http://u:hidden@p:1'}\n", "use `proxy: {url, username, password}`"),
            ("network: {proxy: {url: 'http://p:1', password: hidden}}\n", "`username`"),
            ("models:\n  - {\(model), tls: {ca_file: /nowhere/ca.pem}}\n", "`/nowhere/ca.pem` is not there"),
            ("models:\n  - {\(model), tls: {ca_file: /etc/passwd}}\n", "no PEM block `BEGIN CERTIFICATE`"),
            ("models:\n  - {\(model), tls: {client_key_password: hidden}}\n", "there is no `client_certificate`"),
            (
                "models:\n  - {\(model), base_url: 'http://h', tls: {verify: false}}\n",
                "there is no TLS; write https://"
            ),
            ("models:\n  - {\(model), tls: {verfy: false}}\n", "did you mean `verify`?"),
        ])
    func `What cannot work is refused where it stands`(_ text: String, _ part: String) throws {
        let message = try Self.message(text)
        #expect(message.contains(part), "\(message)")
        #expect(!message.contains("hidden"))
    }

    @Test func `What may be reached is taken, and check shows all but the secrets`() throws {
        try withPEM { ca, key in
            let text = """
                network: {allow_hosts: ['api.openai.com:443', '*.example.com'], proxy: {url: 'http://p:1', username: u, password: hidden1}}
                models:
                  - {\(Self.model), tls: {client_certificate: '\(ca)', client_key: '\(key)', client_key_password: hidden2}}
                  - {name: n, provider: openai, model: y, base_url: 'https://a.example.com/v1', proxy: direct, tls: {ca_file: '\(ca)'}}
                langfuse: {base_url: 'https://l.example.com', public_key: pk, secret_key: hidden3, tls: {verify: false}}
                """
            let loaded = try ConfigurationLoader(variables: [:]).parse(text, file: "test.yaml")
            let shown = EffectiveConfiguration.json(loaded)
            let proxy: JSONValue = ["url": "http://p:1", "username": "u", "password": "<redacted>"]
            #expect(shown["network"]?["proxy"] == proxy)
            #expect(shown["models"]?.array?.map { $0["proxy"] } == [proxy, "direct"])
            #expect(shown["langfuse"]?["proxy"] == proxy)
            #expect(shown["langfuse"]?["tls"] == ["verify": false])
            #expect(shown["models"]?.array?.first?["tls"]?["client_key_password"] == "<redacted>")
            #expect(!JSONValue.object(shown).text.contains("hidden"))
        }
    }

    @Test func `A model is asked through its proxy, or the one for all, or none`() async throws {
        try await withJudge([.verdict(0.5)]) { proxy, variables in
            let url = try #require(variables["JUDGE_URL"]).replacing("/v1", with: "")
            func judged(_ model: String, _ network: String) -> ConfigurationText {
                ConfigurationText.make {
                    $0.models = [
                        "{name: remote, provider: openai, model: m, base_url: 'http://model.invalid/v1', max_attempts: 1\(model)}"
                    ]
                    $0.graders = [ConfigurationText.judge]
                    $0.rules = ["{name: everything, graders: [judge]}"]
                    $0.queue += ", max_attempts: 1"
                    $0.more = ["network: {\(network)}"]
                }
            }
            for (model, network, state) in [
                (", proxy: '\(url)'", "", "written"), ("", "proxy: '\(url)'", "written"),
                (", proxy: direct", "proxy: '\(url)'", "dead"),
            ] {
                try await withService(judged(model, network)) { client in
                    #expect(try await client.deliver(event("evt-1")).status == 202)
                    let fate = try await client.fate("evt-1", in: [.written, .dead])
                    #expect(fate["state"] == .string(state), "\(model) \(network): \(fate)")
                }
            }
            #expect(proxy.calls.count == 2)
        }
    }

    @Test func `Who is not verified is said at the start, at a reload, in readiness and in the metrics`() async throws {
        let careless = ConfigurationText.make {
            $0.models = [
                "{name: lax, provider: openai, model: m, base_url: 'https://127.0.0.1:1', tls: {verify: false}}"
            ]
        }
        try await withService(careless) { client in
            #expect(client.log.text.contains("certificates are not verified"))
            #expect(client.log.text.contains("model lax"))
            #expect(try await client.get("/readyz?verbose").text.contains("[+] tls: certificates are not verified"))
            let line = #"gradehook_tls_unverified{server="model lax"} 1"#
            #expect(try await client.get("/metrics").text.contains(line))
            try client.service.reload(ConfigurationText().parse(data: client.folder))
            #expect(try await !client.get("/metrics").text.contains(line))
            #expect(try await !client.get("/readyz?verbose").text.contains("tls:"))
        }
    }

    @Test func `A reload changes the hosts that may be reached, and refuses a model elsewhere`() async throws {
        try await withJudge([.verdict(0.5)]) { judge, variables in
            let judged = ConfigurationText.make {
                $0.models = [ConfigurationText.judgeModel]
                $0.graders.append(ConfigurationText.judge)
                $0.rules = ["{name: everything, graders: [judge]}"]
                $0.queue += ", max_attempts: 1"
                $0.more = ["network: {allow_hosts: [127.0.0.1]}"]
            }
            let closed = ConfigurationText.make {
                $0.queue = judged.queue
                $0.more = ["network: {allow_hosts: []}"]
            }
            try await withService(judged, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                #expect(try await client.fate("evt-1")["state"] == "written")
                try client.service.reload(closed.parse(data: client.folder))
                #expect(!client.log.text.contains("wait for a restart"), "\(client.log.text)")
                #expect(throws: ConfigurationError.self) {
                    var text = judged
                    text.more = closed.more
                    try client.service.reload(text.parse(variables, data: client.folder))
                }
                #expect(judge.calls.count == 1)
            }
        }
    }

    private func withPEM(_ body: (_ certificate: String, _ key: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gradehook-pem-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, block) in [("ca", "CERTIFICATE"), ("key", "ENCRYPTED PRIVATE KEY")] {
            let text = "-----BEGIN \(block)-----\nAAAA\n-----END \(block)-----\n"
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).pem"))
        }
        try body("\(folder)/ca.pem", "\(folder)/key.pem")
    }
}
