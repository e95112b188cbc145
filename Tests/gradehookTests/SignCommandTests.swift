import Foundation
import Testing

/// `sign` and `verify`, which share their tables and their options.
@Suite struct SignCommandTests {
    static let environment = ["SECRET": "whsec_c2VjcmV0IG9mIGEgc2NoZW1l", "OTHER": "whsec_YW5vdGhlciBzZWNyZXQ="]
    static let hmac = [
        "--scheme", "hmac", "--signature-header", "x-sig", "--prefix", "sha512=", "--encoding", "base64", "--algorithm",
        "sha512", "--content", "{timestamp}.{id}.{body}", "--timestamp-header", "x-time", "--id-header", "x-id",
    ]
    static let schemes =
        ["standard_webhooks", "svix", "langfuse", "github", "stripe", "bearer"].map { ["--scheme", $0] }
        + [["--scheme", "hmac", "--signature-header", "x-signature"], hmac]

    private func sign(_ options: [String], in folder: URL, _ environment: [String: String] = environment) async throws
        -> CommandRun.Result
    {
        try await CommandRun.end(
            ["sign", "--secret-env", "SECRET"] + options + ["body"], in: folder, environment: environment)
    }

    private func verify(
        _ options: [String], headers: [Substring], secret: String = "SECRET", body: String = "body", in folder: URL
    ) async throws -> CommandRun.Result {
        let headers = headers.flatMap { ["--header", String($0)] }
        return try await CommandRun.end(
            ["verify", "--secret-env", secret] + options + headers + [body], in: folder, environment: Self.environment)
    }

    @Test(arguments: schemes) func `What is signed verifies, with the right secret and the same body`(
        _ options: [String]
    ) async throws {
        try await withFolder(["body": "{}", "changed": "{ }"]) { folder in
            let signed = try await sign(options, in: folder)
            #expect(signed.status == 0, "\(signed)")
            let headers = signed.output.split(separator: "\n")
            #expect(!headers.isEmpty)
            let verified = try await verify(options, headers: headers, in: folder)
            #expect(verified.status == 0, "\(verified)")
            #expect(verified.output.hasPrefix("the signature holds"))
            let other = try await verify(options, headers: headers, secret: "OTHER", in: folder)
            #expect(other.status == 65, "\(other)")
            #expect(other.errors.hasPrefix("signature_mismatch: "), "\(other)")
            guard !options.contains("bearer") else { return }
            let changed = try await verify(options, headers: headers, body: "changed", in: folder)
            #expect(changed.status == 65, "\(changed)")
            #expect(changed.errors.contains("does not give the signature"), "\(changed)")
        }
    }

    @Test func `A body signed twice keeps its id, and the time may be set`() async throws {
        let options = ["--scheme", "svix", "--timestamp", "1700000000"]
        try await withFolder(["body": "{}"]) { folder in
            let first = try await sign(options, in: folder)
            #expect(first.output == (try await sign(options, in: folder)).output)
            #expect(first.output.contains("svix-timestamp: 1700000000\n"))
            let headers = first.output.split(separator: "\n")
            let late = try await verify(["--scheme", "svix", "--now", "1700000301"], headers: headers, in: folder)
            #expect(late.status == 65)
            #expect(late.errors.contains("301 s too old"), "\(late)")
            let now = try await verify(["--scheme", "svix", "--now", "1700000300"], headers: headers, in: folder)
            #expect(now.status == 0, "\(now)")
        }
    }

    /// Options that would make headers no receiver takes, and what is said to them.
    static let refused: [([String], String)] = [
        (["--scheme", "standard_webhooks", "--id", "a.b"], "--id must not contain `.`"),
        (["--scheme", "svix", "--id", "a.b"], "--id must not contain `.`"),
        (hmac + ["--id", "a.b"], "--id must not contain `.`"),
        (["--scheme", "standard_webhooks", "--id", "a\nX: y"], "found `a\\nX: y`"),
        (["--scheme", "standard_webhooks", "--id", "a b"], "visible ASCII"),
        (["--scheme", "standard_webhooks", "--id", "é"], "visible ASCII"),
        (["--scheme", "standard_webhooks", "--id", ""], "--id is empty"),
        (["--scheme", "standard_webhooks", "--timestamp", "1700000000000"], "it looks like milliseconds"),
        (["--scheme", "standard_webhooks", "--timestamp=-1"], "found -1"),
        (["--scheme", "hmac", "--signature-header", "x\ny: z"], "a header cannot be called `x\\ny: z`"),
        (["--scheme", "hmac", "--signature-header", "x", "--prefix", "a\nb: c"], "`x` would hold a line break"),
    ]

    @Test(arguments: refused) func `A header that would be none is not printed`(
        _ options: [String], _ part: String
    ) async throws {
        try await withFolder(["body": "{}"]) { folder in
            let result = try await sign(options, in: folder)
            #expect(result.status == 64, "\(result)")
            #expect(result.errors.contains(part), "\(result)")
            #expect(result.output.isEmpty)
        }
    }

    @Test func `A token with a line break is refused, and not shown`() async throws {
        try await withFolder(["body": "{}"]) { folder in
            let result = try await sign(["--scheme", "bearer"], in: folder, ["SECRET": "hush\nX: y"])
            #expect(result.status == 64)
            #expect(!(result.output + result.errors).contains("hush"), "\(result)")
        }
    }

    @Test func `An id may hold a dot where none is signed`() async throws {
        try await withFolder(["body": "{}"]) { folder in
            let result = try await sign(["--scheme", "github", "--id", "a.b"], in: folder)
            #expect(result.status == 0, "\(result)")
        }
    }

    /// Schemes, and the headers that a delivery without any is told of.
    static let needs: [([String], String)] = [
        (
            ["--scheme", "standard_webhooks"],
            "needs the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`"
        ),
        (["--scheme", "github"], "needs the header `x-hub-signature-256`"),
        (["--scheme", "bearer"], "needs the header `authorization`"),
        (hmac, "hmac needs the headers `x-id`, `x-time` and `x-sig`"),
    ]

    @Test(arguments: needs) func `A header that is missing is named with those the scheme needs`(
        _ options: [String], _ part: String
    ) async throws {
        try await withFolder(["body": "{}"]) { folder in
            let without = try await verify(options, headers: [], in: folder)
            #expect(without.status == 65)
            #expect(without.errors.contains(part), "\(without)")
            let empty = try await verify(options, headers: [""], in: folder)
            #expect(empty.status == 64)
            #expect(empty.errors.contains(part), "\(empty)")
        }
    }

    @Test func `A body that cannot be read ends both with 65`() async throws {
        try await withFolder { folder in
            let signed = try await sign(["--scheme", "github"], in: folder)
            #expect(signed.status == 65)
            #expect(signed.errors == "body: the file cannot be read; is the path right?\n")
            #expect(try await verify(["--scheme", "github"], headers: [], in: folder).status == 65)
        }
    }
}
