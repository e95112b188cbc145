import Foundation
import Testing

/// The formatter's rule on missing documentation passes over `package` declarations; this one does not.
@Suite struct DocumentationTests {
    /// Witnesses of requirements that are documented where they are required.
    static let witnesses: Set<String> = [
        "description", "debugDescription", "customMirror", "hash", "waits", "name", "scale", "parts", "aggregate",
        "validate", "error",
        "rawValue", "now", "sleep", "handle", "execute", "complete", "callFinished", "log", "logLevel", "metadata",
        "subscript", "enqueue", "lease", "settle", "drain", "close", "snapshot", "deadLetters", "retryDeadLetter",
        "run",
        "enqueued", "refused", "leased", "settled", "deadLettered", "forgot", "scoresSent", "sinkPaused",
        "scoresPending", "probed", "makeCounter", "makeFloatingPointCounter", "makeMeter", "makeRecorder", "makeTimer",
        "destroyCounter", "destroyFloatingPointCounter", "destroyMeter", "destroyRecorder", "destroyTimer", "<", "==",
    ]

    @Test func `Every package declaration says what it is`() throws {
        let sources = LayeringTests.root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                guard let name = Self.declaredName(line), !Self.witnesses.contains(name) else { continue }
                count += 1
                #expect(
                    Self.isDocumented(lines, before: index),
                    "\(file.lastPathComponent):\(index + 1) declares `\(name)` without a doc comment")
            }
        }
        #expect(count > 500)
    }

    /// The name a line declares for the package; nil for any other line, and for literals' initialisers.
    static func declaredName(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard words.first == "package", words.count > 1, words[1] != "import", !line.contains("Literal") else {
            return nil
        }
        let kinds: Set<Substring> = ["func", "var", "let", "struct", "class", "enum", "protocol", "typealias", "actor"]
        if let index = words.firstIndex(where: { kinds.contains($0) }), words.count > index + 1 {
            let name = words[index + 1].prefix { $0.isLetter || $0.isNumber || $0 == "<" || $0 == "=" || $0 == "_" }
            return name.first == "<" ? "<" : name.first == "=" ? "==" : String(name.prefix { $0 != "<" })
        }
        return words[1].hasPrefix("init(rawValue") ? "rawValue" : words[1].hasPrefix("subscript") ? "subscript" : "init"
    }

    private static func isDocumented(_ lines: [Substring], before index: Int) -> Bool {
        var line = index - 1
        while line >= 0 {
            let text = lines[line].drop { $0 == " " }
            if text.hasPrefix("///") { return true }
            // Attributes and ordinary comments may stand between.
            guard text.hasPrefix("@") || text.hasPrefix("//") else { return false }
            line -= 1
        }
        return false
    }
}
