import Foundation

/// The names that a source file may declare without a doc comment, since a protocol of one of its types documents them.
struct Witnesses {
    /// What protocols from outside the package require, as far as it is implemented here.
    static let outside: [String: Set<String>] = [
        "CustomStringConvertible": ["description"], "CustomDebugStringConvertible": ["debugDescription"],
        "CustomReflectable": ["customMirror"], "Comparable": ["<", "=="], "Equatable": ["=="],
        "Hashable": ["hash", "=="], "RawRepresentable": ["rawValue"], "OptionSet": ["rawValue"],
        "LogHandler": ["log", "logLevel", "metadata", "subscript"],
        "MetricsFactory": [
            "makeCounter", "makeFloatingPointCounter", "makeMeter", "makeRecorder", "makeTimer", "destroyCounter",
            "destroyFloatingPointCounter", "destroyMeter", "destroyRecorder", "destroyTimer",
        ],
    ]

    private var requirements = Self.outside
    private var parents: [String: Set<String>] = [:]

    /// Learns the protocols that `sources` declare, with the names they require.
    init(_ sources: [String]) {
        for source in sources {
            for match in source.matches(of: /(?m)^(?:package |public )?protocol (\w+)(?:: ([^{\n]+))? \{/) {
                let name = String(match.output.1)
                parents[name] = Self.names(match.output.2 ?? "")
                // The body ends with the brace at the beginning of a line; those of `{ get }` are inside.
                let body = source[match.range.upperBound...]
                requirements[name] = Self.declared(body[..<(body.firstRange(of: "\n}")?.lowerBound ?? body.endIndex)])
            }
        }
    }

    /// The names that `source` may leave undocumented: the requirements of the protocols its types and extensions state
    /// to conform to, and of those that it extends with defaults.
    func names(in source: String) -> Set<String> {
        var protocols: Set<String> = []
        // A header may go on over several lines.
        let header =
            /(?m)^ *(?:(?:package|public|private|fileprivate|final|indirect|nonisolated) )*(?:struct|class|enum|actor|extension) ([\w.]+)(?:<[^>{]*>)?(?:\s*:\s*([^{]+?))?(?:\s+where [^{]+?)?\s*\{/
        for match in source.matches(of: header) {
            protocols.insert(String(match.output.1))
            protocols.formUnion(Self.names(match.output.2 ?? ""))
        }
        var names: Set<String> = []
        var open = Array(protocols)
        var seen: Set<String> = []
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            names.formUnion(requirements[next] ?? [])
            open += parents[next] ?? []
        }
        return names
    }

    /// The names in a list like `Sendable, any Grader & Hashable`.
    private static func names(_ list: Substring) -> Set<String> {
        Set(list.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    }

    /// The names that the body of a protocol requires.
    private static func declared(_ body: Substring) -> Set<String> {
        var names = Set(body.matches(of: /(?:func|var|let) (\w+)/).map { String($0.output.1) })
        if body.contains("subscript") { names.insert("subscript") }
        return names
    }
}
