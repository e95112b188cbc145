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

    private static let judges = """
        models: [{name: m, provider: mock}]
        graders:
          - {name: exact, kind: exact_match}
          - {name: lively, kind: g_eval, model: m, criteria: "It is lively.\\nVery."}
          - {name: given, kind: g_eval, model: m, steps: [Look., Compare.]}
        rules: [{name: all, graders: [lively]}]

        """

    @Test func `The graders of a configuration are listed with their steps, and with where these would be`()
        async throws
    {
        try await withFolder(["with.yaml": Self.judges + "data_dir: data\n", "without.yaml": Self.judges]) { folder in
            let given = "given: g_eval\n  steps, as configured, hash 15acbb048b1448be:\n    1. Look.\n    2. Compare.\n"
            for (file, absence) in [
                ("with.yaml", "not written yet: the first grade of the service writes them"),
                ("without.yaml", "kept in memory only, since there is no data_dir: "),
            ] {
                let result = try await CommandRun.end(["graders", "--config", file], in: folder)
                #expect(result.status == 0)
                #expect(result.errors == "")
                let head = "exact: exact_match\nlively: g_eval\n  criteria: It is lively. Very.\n  steps: \(absence)"
                #expect(result.output.hasPrefix(head), "\(result)")
                #expect(result.output.hasSuffix("\n" + given), "\(result)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "data").path), "nothing is written")
        }
    }

    @Test func `Steps that cannot be read are a warning with the cure`() async throws {
        try await withFolder(["g.yaml": Self.judges + "data_dir: .\n", "steps.sqlite": "not a database"]) { folder in
            let result = try await CommandRun.end(["graders", "--config", "g.yaml"], in: folder)
            #expect(result.status == 0)
            #expect(result.errors.hasPrefix("warning: cannot open the file of evaluation steps `./steps.sqlite`: "))
            #expect(result.errors.contains("delete it"), "\(result)")
            #expect(result.output.contains("steps: not known"), "\(result)")
        }
    }

    @Test func `A configuration goes with neither a kind nor markdown, and must be right`() async throws {
        try await withFolder(["g.yaml": Self.judges, "bad.yaml": "graders: [{name: a, kind: nonsense}]\n"]) { folder in
            for more in [["g_eval"], ["--format", "markdown"]] {
                let result = try await CommandRun.end(["graders", "--config", "g.yaml"] + more, in: folder)
                #expect(result.status == 64, "\(result)")
            }
            let result = try await CommandRun.end(["graders", "--config", "bad.yaml"], in: folder)
            #expect(result.status == 78)
            #expect(result.errors.contains("bad.yaml:1:"), "\(result)")
        }
    }
}
