import Evaluation
import JSON

extension GraderReference {
    /// The whole catalogue as docs/graders.md has it.
    package var markdown: String {
        let lines =
            Self.introduction + contents + ["", "## Parameters of every grader", ""]
            + Self.table(GraderReader.commonParameters) + families.flatMap(section)
        return lines.joined(separator: "\n") + "\n"
    }

    private static let introduction = [
        "# Graders",
        "",
        "<!-- Written by `make docs` from the catalogue in the sources; change it there. -->",
        "",
        "Every kind of grader with its formula, its parameters and examples; all but those of judges and of your own code",
        "are run as tests. `gradehook graders KIND` prints the same for one kind. A grader that cannot judge gives a failure",
        "with a reason, never a number. How graders are configured: [configuration.md](configuration.md); your own code as a",
        "grader: [external-graders.md](external-graders.md).",
        "",
    ]

    private var contents: [String] {
        families.map { family in
            let links = kinds(of: family).map { "[`\($0.name)`](#\($0.name))" }
            return "- \(family.title): \(links.joined(separator: ", "))"
        }
    }

    private func section(_ family: GraderFamily) -> [String] {
        ["", "## \(family.title)"] + kinds(of: family).flatMap(entry)
    }

    private func entry(_ kind: GraderKind) -> [String] {
        var lines = ["", "### `\(kind.name)`", "", Self.escaped(kind.summary), ""]
        if !kind.aliases.isEmpty {
            lines.append("- Also called " + kind.aliases.map { "`\($0)`" }.joined(separator: ", "))
        }
        lines.append("- Formula: " + Self.escaped(kind.formula))
        if let equals = kind.equals { lines.append("- Equals " + Self.escaped(equals)) }
        if let scale = scale(of: kind) { lines.append("- Values: " + Self.escaped(scale)) }
        if !kind.parameters.isEmpty { lines += [""] + Self.table(kind.parameters) }
        lines += ["", "| example | trace | value |", "|---|---|---|"]
        lines += kind.examples.map { example in
            let cells = [
                Self.code(.object(example.parameters)), Self.code(.object(example.trace)),
                example.value.map { Self.code($0.json) } ?? Self.result(of: example),
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        return lines
    }

    private static func table(_ parameters: [GraderKind.Parameter]) -> [String] {
        ["| parameter | type | default | what it does |", "|---|---|---|---|"]
            + parameters.map { parameter in
                let standing = parameter.defaultValue.map { code($0) } ?? ""
                let cells = ["`\(parameter.name)`", escaped(parameter.type), standing, escaped(parameter.summary)]
                return "| " + cells.map(cell).joined(separator: " | ") + " |"
            }
    }

    /// JSON as code in a cell of a table.
    private static func code(_ value: JSONValue) -> String { cell(code(value.text)) }

    /// A text as code: between more backticks than it has in a row (CommonMark 6.1).
    private static func code(_ text: String) -> String {
        guard text.contains("`") else { return "`\(text)`" }
        let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence) \(text) \(fence)"
    }

    /// A bar ends a cell, inside of code too (GitHub Flavored Markdown 4.10).
    private static func cell(_ text: String) -> String {
        String(text.flatMap { $0 == "|" ? ["\\", "|"] : $0 == "\n" ? [" "] : [$0] })
    }

    /// Plain text as Markdown: what would become emphasis, a link or HTML outside of backticks is escaped.
    private static func escaped(_ text: String) -> String {
        let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
        return pieces.enumerated().map { index, piece in
            guard index % 2 == 0 else { return String(piece) }
            return String(piece.flatMap { "*_<[\\~".contains($0) ? ["\\", $0] : [$0] })
        }.joined(separator: "`")
    }
}
