import Foundation
import Testing

/// What every command has in common: how it is called, and what it says to a call that makes no sense.
@Suite struct UsageTests {
    /// Calls that make no sense, and a part of what is said to them.
    static let mistakes: [([String], String)] = [
        (["gradeit"], "Unexpected argument 'gradeit'"), (["serve", "--port", "1"], "Unknown option '--port'"),
        (["graders", "levenshtien"], "there is no kind of grader called levenshtien; did you mean levenshtein?"),
        (["graders", "levenshtein", "--format", "markdown"], "leave out KIND"),
        (["grade", "--format", "xml"], "'xml' is invalid"), (["grade", "--concurrency", "0"], "from 1 to 10000"),
        (["sign"], "Missing expected argument '--scheme <scheme>'"),
        (["sign", "--scheme", "svi", "--secret-env", "S"], "did you mean `svix`?"),
        (["sign", "--scheme", "svix", "--secret-env", "NOT_SET"], "NOT_SET is not set or empty"),
        (["sign", "--scheme", "github", "--secret-env", "S", "--prefix", "x"], "--prefix describes the scheme hmac"),
        (["verify", "--scheme", "github", "--secret-env", "S", "--tolerance", "soon"], "--tolerance wants a duration"),
    ]

    @Test(arguments: mistakes) func `A call that makes no sense ends with 64 and says what would make some`(
        _ arguments: [String], _ part: String
    ) async throws {
        try await withFolder { folder in
            let result = try await CommandRun.end(arguments, in: folder, environment: ["S": "secret"])
            #expect(result.status == 64, "\(result)")
            #expect(result.errors.contains(part), "\(result)")
            #expect(result.output.isEmpty)
        }
    }

    @Test func `version names itself and the libraries it runs on`() async throws {
        try await withFolder { folder in
            let result = try await CommandRun.end(["version"], in: folder)
            #expect(result.status == 0)
            let lines = result.output.split(separator: "\n")
            #expect(lines.first?.wholeMatch(of: /gradehook \d+\.\d+\.\d+/) != nil, "\(result)")
            #expect(lines.count >= 5)
            for line in lines { #expect(line.contains(" "), "\(line)") }
        }
    }
}
