import Testing

@testable import Subprocess

/// What messages repeat of a process's output.
@Suite struct QuotedOutputTests {
    private static let secret = String(repeating: "0123456789", count: 4)

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    @Test(
        arguments: [
            ("short", "short"), ("\(secret)\(times(85, "-"))\(secret)", "***\(times(85, "-"))***"),
            ("\(secret)\(times(200, "-"))", "***\(times(117, "-"))…"),
            ("\(times(100, "-"))\(secret)", "\(times(100, "-"))***"),
            ("a\(times(200, "é"))", "a\(times(119, "é"))…"), (times(120, "€"), times(120, "€")),
        ] as [(String, String)])
    func `A line that is quoted is cut after its secrets are masked, and between scalars`(
        _ line: String, _ quoted: String
    ) async throws {
        let pool = Shell.pool("while read -r line; do echo \"$line\"; done") { $0.command.secrets = [Self.secret] }
        do throws(ProcessPoolError) {
            _ = try await pool.exchange(Array(line.utf8)) { _ in false }
            Issue.record("expected the line to be refused")
        } catch {
            #expect(error.message.hasSuffix("no reply to the request: " + quoted))
        }
        await pool.stop()
    }

    @Test(arguments: ["", "x"], [[], ["key-1"]] as [[String]])
    func `A tail begins with a whole scalar`(_ end: String, _ secrets: [String]) {
        var tail = ErrorTail(SecretMask(secrets))
        Array((Self.times(3_000, "é") + end).utf8).withUnsafeBytes { tail.append($0) }
        #expect(tail.note.hasPrefix("; stderr: …é"))
        #expect(!tail.note.unicodeScalars.contains("\u{FFFD}"))
    }
}
