import Foundation
import Testing

/// The formatter's rule on missing documentation passes over `package` declarations; this one does not.
@Suite struct DocumentationTests {
    @Test func `Every package declaration says what it is`() throws {
        let sources = try Self.sources()
        let witnesses = Witnesses(sources.map(\.text))
        var count = 0
        for (file, text) in sources {
            let exempt = witnesses.names(in: text)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                guard let name = Self.declaredName(line), !exempt.contains(name) else { continue }
                count += 1
                #expect(
                    Self.isDocumented(lines, before: index),
                    "\(file):\(index + 1) declares `\(name)` without a doc comment")
            }
        }
        #expect(count > 500)
    }

    /// A file, and the names that it may leave undocumented.
    static let exempt: [(String, Set<String>)] = [
        ("package struct Plain: Sendable {\n    package var name: String\n}", []),
        ("package struct Failure: Error, CustomStringConvertible {\n}", ["description"]),
        ("struct Failure {\n}\n\nextension Failure: CustomStringConvertible {\n}", ["description"]),
        ("package struct Mean: Statistic,\n    Sendable\n{\n}", ["value", "name"]),
        ("extension Statistic {\n    package var name: String { \"\" }\n}", ["value", "name"]),
    ]

    @Test(arguments: exempt) func `What a protocol of a file's own types documents need not be said again`(
        _ text: String, _ names: Set<String>
    ) {
        let protocols = [
            "package protocol Named {\n    var name: String { get }\n}\n",
            "package protocol Statistic: Named, Sendable {\n    /// Its value.\n    func value() -> Double\n}\n",
        ]
        #expect(Witnesses(protocols).names(in: text) == names)
    }

    private static func sources() throws -> [(file: String, text: String)] {
        let sources = LayeringTests.root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
            ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
        }
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
