import Cryptography
import Foundation
import HTTPServer
import JSON
import Synchronization
import TestSupport
import Testing
import Timing
import Webhooks

@testable import Service

/// Graders of one's own in the whole service: signed, reloaded and stopped.
struct ExternalGraderTests {
    /// Writes the number of its process into `$1` and gives every sample 0.25.
    private static let script = """
        import json, os, sys
        open(os.path.join(sys.argv[1], str(os.getpid()) + ".process"), "w").close()
        for line in sys.stdin:
            print(json.dumps({"id": json.loads(line)["id"], "value": 0.25}), flush=True)
        """

    private static func configuration(_ folder: String) throws -> ConfigurationText {
        let file = folder + "/grader.py"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        return ConfigurationText.make {
            $0.graders = [#"{name: mine, kind: command, command: [python3, "\#(file)", "\#(folder)"]}"#]
            $0.rules = ["{name: everything, graders: [mine]}"]
        }
    }

    private static func processes(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
            $0.hasSuffix(".process") ? String($0.dropLast(8)) : nil
        }
    }

    private static func isRunning(_ process: String) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        return status.map { !$0.contains("State:\tZ") } ?? false
    }

    @Test func `A reload lets the old program go, and the end of the service the new one`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gradehook-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path(percentEncoded: false)
        let text = try Self.configuration(path)
        try await withService(text) { client in
            #expect(try await client.deliver(event("evt-1")).status == 202)
            #expect(try await client.fate("evt-1")["scores"]?.array?.first?["value"] == 0.25)
            let first = try Self.processes(path)
            #expect(first.count == 1 && Self.isRunning(first[0]))
            try client.service.reload(text.parse(data: client.folder))
            try await eventually("the old program has gone") { !Self.isRunning(first[0]) }
            #expect(try await client.deliver(event("evt-2")).status == 202)
            #expect(try await client.fate("evt-2")["scores"]?.array?.first?["value"] == 0.25)
            let second = try Self.processes(path).filter { !first.contains($0) }
            #expect(second.count == 1 && Self.isRunning(second[0]))
            client.stop()
            _ = try await client.run.value
            #expect(!Self.isRunning(second[0]))
        }
    }

    @Test func `Requests to a URL are signed so that any Standard Webhooks library verifies them`() async throws {
        let verifier = try SignatureVerifier(
            scheme: .standardWebhooks, secrets: [SigningSecret(value: Secret(ConfigurationText.secret))],
            tolerance: .seconds(300))
        let verdicts = Mutex<[String]>([])
        let handler = ClosureHandler { request in
            do throws(SignatureError) {
                let delivery = try verifier.verify(
                    header: { request.headers[$0] }, body: request.body, now: SystemClock().now())
                let id = (try? JSONValue(parsing: request.body))?["id"]?.string
                verdicts.withLock { $0.append(delivery.signedID == id ? "signed" : "another id") }
            } catch {
                verdicts.withLock { $0.append("\(error)") }
            }
            return HTTPResponse(status: 200, body: Array(#"{"value": true, "comment": "fine"}"#.utf8))
        }
        try await withServer(handler: handler) { server in
            let text = ConfigurationText.make {
                $0.graders = [
                    #"{name: mine, kind: http, url: "\#(server.baseURL)/grade", secret: "${SECRET}", output: {type: boolean}}"#
                ]
                $0.rules = ["{name: everything, graders: [mine]}"]
            }
            try await withService(text) { client async throws in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                #expect(try await client.fate("evt-1")["scores"]?.array?.first?["value"] == true)
            }
        }
        #expect(verdicts.withLock { $0 } == ["signed"])
    }

    @Test func `A secret that can sign nothing is refused at its place`() throws {
        let text = ConfigurationText.make {
            $0.graders = [#"{name: mine, kind: http, url: "https://graders.example/", secret: "whsec_%"}"#]
            $0.rules = ["{name: everything, graders: [mine]}"]
        }
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationCheck.run(text.parse()) }
        #expect(error?.message.contains("base64") == true && error?.line == 6)
    }

    @Test func `The effective configuration hides what graders keep secret`() throws {
        let text = ConfigurationText.make {
            $0.graders = [
                #"{name: a, kind: http, url: "https://graders.example/", secret: "\#(ConfigurationText.secret)", headers: {X-Key: k1}}"#,
                "{name: b, kind: command, command: [python3], environment: {MODEL_KEY: k2}}",
            ]
            $0.rules = ["{name: everything, graders: [a, b]}"]
        }
        let shown = JSONValue.object(EffectiveConfiguration.json(try text.parse()))["graders"]
        #expect(shown?.array?[0]["secret"] == "<redacted>" && shown?.array?[0]["headers"] == ["X-Key": "<redacted>"])
        #expect(shown?.array?[1]["environment"] == ["MODEL_KEY": "<redacted>"])
    }

    @Test func `The example's configuration is a good one`() throws {
        let file = SharedData.root.appending(path: "examples/graders/rapidfuzz.yaml")
        let loader = ConfigurationLoader(variables: [:])
        let text = try String(contentsOf: file, encoding: .utf8)
        try ConfigurationCheck.run(try loader.parse(text, file: "rapidfuzz.yaml"))
    }
}
