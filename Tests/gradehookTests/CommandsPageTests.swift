import Foundation
import Testing

/// Holds docs/commands.md and the README against the command itself.
@Suite struct CommandsPageTests {
    static let commands = ["serve", "check", "grade", "selftest-judge", "sign", "verify", "graders", "version"]

    private static func page(_ path: String) throws -> String {
        try String(contentsOf: CommandRun.root.appending(path: path), encoding: .utf8)
    }

    /// The options that `text` names. `--help` goes without saying.
    private static func options(in text: some StringProtocol) -> Set<String> {
        Set(String(text).matches(of: /--[a-z][a-z-]*/).map { String($0.output) }).subtracting(["--help"])
    }

    @Test func `Every command has a section, and no other has one`() async throws {
        let sections = try Self.page("docs/commands.md").matches(of: /(?m)^## `([a-z-]+)`$/).map { String($0.output.1) }
        #expect(sections == Self.commands)
        try await withFolder { folder in
            let help = try await CommandRun.end(["--help"], in: folder).output
            let list = try #require(help.firstMatch(of: /SUBCOMMANDS:\n((?:  .*\n)+)/)?.output.1, "\(help)")
            #expect(list.matches(of: /(?m)^  ([a-z-]+)/).map { String($0.output.1) } == Self.commands)
        }
    }

    @Test(arguments: commands) func `A command's section names each of its options, and none that it lacks`(
        _ command: String
    ) async throws {
        let page = try Self.page("docs/commands.md")
        let start = try #require(page.firstRange(of: "\n## `\(command)`\n")).upperBound
        let section = page[start...].prefix(upTo: page[start...].firstRange(of: "\n## ")?.lowerBound ?? page.endIndex)
        try await withFolder { folder in
            let help = try await CommandRun.end([command, "--help"], in: folder)
            #expect(help.status == 0)
            #expect(Self.options(in: section) == Self.options(in: help.output))
        }
    }

    @Test func `The README names each family of graders, and only kinds that there are`() async throws {
        let readme = try Self.page("README.md")
        let start = try #require(readme.firstRange(of: "\n## Graders\n")).upperBound
        let section = readme[start...].prefix(upTo: try #require(readme[start...].firstRange(of: "\n## ")).lowerBound)
        try await withFolder { folder in
            let list = try await CommandRun.end(["graders"], in: folder).output
            let families = list.matches(of: /(?m)^(\S.*):$/).map { String($0.output.1) }
            let rows = section.matches(of: /(?m)^\| (\S.*?) \| (`.*) \|$/)
            #expect(rows.map { String($0.output.1) } == families, "\(section)")
            let kinds = Set(list.matches(of: /(?m)^  (\S+)\s/).map { String($0.output.1) })
            #expect(kinds.count > 50)
            for row in rows {
                let named = row.output.2.matches(of: /`([^`]+)`/).map { String($0.output.1) }
                #expect(!named.isEmpty)
                for kind in named { #expect(kinds.contains(kind), "there is no kind \(kind)") }
            }
        }
    }
}
