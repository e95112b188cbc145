import Foundation
import Testing

@Suite struct GradersCommandTests {
    @Test func `The list has a line for each kind`() async throws {
        try await withFolder { folder in
            let result = try await CommandRun.end(["graders"], in: folder)
            #expect(result.status == 0)
            for kind in ["exact_match", "levenshtein", "llm_judge", "weighted_mean", "command", "http"] {
                #expect(result.output.split(separator: "\n").contains { $0.contains(kind + " ") }, "\(result)")
            }
        }
    }

    @Test func `A kind is explained with its parameters`() async throws {
        try await withFolder { folder in
            let result = try await CommandRun.end(["graders", "length"], in: folder)
            #expect(result.status == 0)
            for part in ["length", "max", "min"] { #expect(result.output.contains(part), "\(result)") }
        }
    }

    @Test func `The page in docs is what the command prints`() async throws {
        try await withFolder { folder in
            let result = try await CommandRun.end(["graders", "--format", "markdown"], in: folder)
            let page = try String(contentsOf: CommandRun.root.appending(path: "docs/graders.md"), encoding: .utf8)
            #expect(result.status == 0)
            #expect(result.output == page, "`make docs` writes docs/graders.md anew")
        }
    }
}
