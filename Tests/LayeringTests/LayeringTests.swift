import Foundation
import Testing

/// Holds the rows of the house against every `import` in `Sources`.
@Suite struct LayeringTests {
    /// The row of each module; an import may only go to a lower one.
    static let rows: [[String]] = [
        [
            "CLibmicrohttpd", "CLibcurl", "COpenSSL", "CPCRE2", "CZlib", "CSimdjson", "CSpawn", "CExpat",
            "CSQLite",
        ],
        ["Timing", "JSON", "RegularExpressions", "SyntaxChecking", "Cryptography", "HTTPServer"],
        // Row 0 is split: these reckon with times or patterns, and nothing beside them reads them.
        ["HTTPClient", "Subprocess", "PersonalData"],
        ["Evaluation", "WorkQueue", "ChatModels", "PrometheusMetrics"],
        ["Webhooks", "Graders", "Judges", "Langfuse", "ScoreStore", "ModelStore"],
        ["Service"],
        ["gradehook"],
    ]

    /// What may be imported from outside the package, and by whom; nil is everybody.
    static let outside: [String: Set<String>?] = [
        "Swift": ["Graders"], "Synchronization": nil, "FoundationEssentials": nil, "Foundation": ["JSON", "Graders"],
        "Dispatch": nil,
        "Glibc": nil, "Musl": nil, "Logging": ["Service", "gradehook"],
        "CoreMetrics": ["Service", "PrometheusMetrics"], "GRDB": ["ScoreStore", "ModelStore"],
        "GRDBSQLite": ["ScoreStore"],
        "Yams": ["Service"], "DequeModule": ["WorkQueue"], "HeapModule": ["WorkQueue", "HTTPClient"],
        "ArgumentParser": ["gradehook"],
    ]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A module and one module it imports, with the file that does.
    struct Edge: Hashable {
        var from: String
        var to: String
        var file: String
    }

    static func edges() throws -> [Edge] {
        let sources = root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var edges: [Edge] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let path = file.path(percentEncoded: false).dropFirst(sources.path(percentEncoded: false).count)
            let module = String(path.split(separator: "/")[0])
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1,
                    index == 0 || ["package", "internal", "private", "fileprivate"].contains(words[0])
                else { continue }
                edges.append(Edge(from: module, to: String(words[index + 1]), file: String(path)))
            }
        }
        return edges
    }

    static func row(of module: String) -> Int? { rows.firstIndex { $0.contains(module) } }

    @Test func `Every module has a row`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
        for folder in folders { #expect(Self.row(of: folder) != nil, "\(folder) is in no row") }
    }

    @Test func `Imports go downward only`() throws {
        let edges = try Self.edges()
        #expect(edges.count > 100)
        for edge in edges {
            guard let from = Self.row(of: edge.from) else { continue }
            if let to = Self.row(of: edge.to) {
                #expect(to < from, "\(edge.file) imports \(edge.to), which is not below \(edge.from)")
            } else {
                let importers = try #require(
                    Self.outside[edge.to], "\(edge.file) imports \(edge.to), which no table names")
                if let importers { #expect(importers.contains(edge.from), "\(edge.file) may not import \(edge.to)") }
            }
        }
    }

    @Test func `Each C module is imported by exactly one Swift module`() throws {
        let edges = try Self.edges()
        for module in Self.rows[0] {
            let importers = Set(edges.filter { $0.to == module }.map(\.from))
            #expect(importers.count == 1, "\(module) is imported by \(importers.sorted())")
        }
    }
}
