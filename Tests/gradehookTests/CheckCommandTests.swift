import Foundation
import JSON
import Testing

@Suite struct CheckCommandTests {
    static let secret = "whsec_c2VjcmV0IG9mIGEgc2NoZW1l"
    static let variables = [
        "GRADEHOOK_SECRET": secret, "GRADEHOOK_ADMIN_TOKEN": "0123456789abcdef", "LANGFUSE_PUBLIC_KEY": "pk-lf-1",
        "LANGFUSE_SECRET_KEY": "sk-lf-4711", "LANGFUSE_WEBHOOK_SECRET": "lf-whsec_4712", "OPENAI_API_KEY": "sk-4713",
    ]
    static let secrets = ["c2VjcmV0", "0123456789abcdef", "4711", "4712", "4713"]

    /// Every configuration that is shipped as an example.
    static var examples: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: CommandRun.root.appending(path: "examples").path)
                .filter { $0.hasSuffix(".yaml") }.sorted()
        }
    }

    /// A source's signature by each scheme, as it is configured.
    static let signatures = [
        "scheme: standard_webhooks", "scheme: svix", "scheme: langfuse", "scheme: github", "scheme: stripe",
        "scheme: bearer", "scheme: hmac, header: x-signature",
        """
        scheme: hmac, header: x-sig, prefix: "sha512=", algorithm: sha512, encoding: base64, \
        content: "v0:{timestamp}:{id}:{body}", timestamp_header: x-time, id_header: x-id
        """,
    ]

    @Test(arguments: try examples) func `What check prints of an example can be checked again`(
        _ example: String
    ) async throws {
        let path = CommandRun.root.appending(path: "examples/\(example)").path
        try await withFolder { folder in
            let first = try await CommandRun.end(["check", "--config", path], in: folder, environment: Self.variables)
            #expect(first.status == 0, "\(first)")
            for secret in Self.secrets { #expect(!first.output.contains(secret), "\(first)") }
            try await expectSame(first.output, in: folder)
        }
    }

    @Test(arguments: signatures) func `What check prints of a scheme can be checked again`(
        _ signature: String
    ) async throws {
        let text = "sources: [{name: a, signature: {\(signature), secrets: [\"${GRADEHOOK_SECRET}\"]}}]\n"
        try await withFolder(["gradehook.yaml": text]) { folder in
            let first = try await CommandRun.end(["check"], in: folder, environment: Self.variables)
            #expect(first.status == 0, "\(first)")
            try await expectSame(first.output, in: folder)
            // Every part that was written is there again.
            for part in signature.split(separator: ", ") {
                let value = part.split(separator: ": ").last ?? part
                #expect(first.output.contains(value.contains("\"") ? value : "\"\(value)\""), "\(first)")
            }
        }
    }

    private func expectSame(_ output: String, in folder: URL) async throws {
        try Data(output.utf8).write(to: folder.appending(path: "again.yaml"))
        let second = try await CommandRun.end(
            ["check", "--config", "again.yaml"], in: folder, environment: Self.variables)
        #expect(second.status == 0, "\(second)")
        #expect(second.output == output)
    }

    @Test func `A dollar that is meant as it stands stays one`() async throws {
        let text = "graders: [{name: g, kind: contains, values: [\"$${HOME}\"]}]\n"
        try await withFolder(["gradehook.yaml": text]) { folder in
            let first = try await CommandRun.end(["check"], in: folder)
            #expect(first.output.contains("\"$${HOME}\""), "\(first)")
            try await expectSame(first.output, in: folder)
        }
    }

    @Test func `A secret beside which something else stands is masked`() async throws {
        let text = "admin: {token: \"${NOT_SET:-a default that is secret}\"}\n"
        try await withFolder(["gradehook.yaml": text]) { folder in
            let result = try await CommandRun.end(["check"], in: folder)
            #expect(try JSONValue(parsing: result.output)["admin"]?["token"] == "<redacted>")
            #expect(!result.output.contains("a default"))
        }
    }

    @Test func `A misspelt key ends it with 78, its place and what was meant`() async throws {
        try await withFolder(["g.yaml": "project: a\nqueue:\n  capcity: 3\n"]) { folder in
            let result = try await CommandRun.end(["check", "--config", "g.yaml"], in: folder)
            #expect(result.status == 78)
            #expect(result.errors.hasPrefix("g.yaml:3:3: unknown key `capcity`"), "\(result)")
            #expect(result.errors.contains("did you mean `capacity`?"), "\(result)")
            #expect(result.output.isEmpty)
        }
    }

    @Test func `A file that is not there is named`() async throws {
        try await withFolder { folder in
            let result = try await CommandRun.end(["check", "--config", "nowhere.yaml"], in: folder)
            #expect(result.status == 78)
            #expect(result.errors == "nowhere.yaml:1:1: the file cannot be read; is the path right?\n")
        }
    }
}
