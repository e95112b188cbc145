import Evaluation
import Foundation
import Testing

@testable import Service

struct GraderReferenceTests {
    private let reference = GraderReference()

    @Test func `docs/graders.md is what the catalogue gives`() throws {
        let file = SharedData.root.appending(path: "docs/graders.md")
        let written = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let wanted = reference.markdown.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in wanted.enumerated() where index >= written.count || written[index] != line {
            Issue.record("docs/graders.md:\(index + 1) is not \(line); run `make docs`")
            return
        }
        #expect(written.count == wanted.count, "docs/graders.md has more lines than the catalogue; run `make docs`")
    }

    @Test func `No two kinds go by one name`() {
        var owners: [String: String] = [:]
        for kind in reference.kinds {
            // A kind may have one name in several spellings.
            for name in Set(([kind.name] + kind.aliases).map(GraderReader.canonical)) {
                #expect(owners.updateValue(kind.name, forKey: name) == nil, "\(name)")
            }
        }
    }

    @Test func `The list shows every kind once, below its family`() {
        let lines = reference.list.split(separator: "\n").map { String($0) }
        let kinds = lines.filter { $0.hasPrefix("  ") }.map { String($0.split(separator: " ")[0]) }
        #expect(kinds.sorted() == reference.kinds.map(\.name).sorted())
        #expect(lines.filter { !$0.hasPrefix("  ") } == reference.families.map { $0.title + ":" })
        let aggregators = lines.drop { $0 != "Aggregators:" }.dropFirst().prefix { $0.hasPrefix("  ") }
        #expect(aggregators.contains { $0.hasPrefix("  weighted_mean ") })
    }

    @Test func `Every kind says what its values are`() {
        for kind in reference.kinds { #expect(reference.scale(of: kind) != nil, "\(kind.name)") }
        let scales = ["command", "http", "all_of", "llm_judge"].map { name in
            reference.kind(named: name).flatMap { reference.scale(of: $0) }
        }
        #expect(
            scales == [
                "numbers from 0 to 1, higher is better", "true or false, true is good", "true or false, true is good",
                "numbers from 0 to 1, higher is better",
            ])
    }

    @Test func `A page has the kind's parameters and those of every grader`() throws {
        let page = reference.page(try #require(reference.kind(named: "icontains-all")))
        for text in [
            "family: Exact and string match", "formula:", "values (of the first example):", "  threshold (number",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(reference.kind(named: "vibes") == nil)
    }
}
