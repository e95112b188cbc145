package import Evaluation
import JSON

extension GraderReference {
    /// The list of kinds, family by family, for a terminal.
    package var list: String {
        let width = kinds.map(\.name.count).max() ?? 0
        let shelves = families.map { family in
            let lines = kinds(of: family).map { kind in
                "  " + kind.name + String(repeating: " ", count: width - kind.name.count + 2) + kind.summary
            }
            return ([family.title + ":"] + lines).joined(separator: "\n")
        }
        return shelves.joined(separator: "\n\n") + "\n"
    }

    /// Everything about one kind, for a terminal.
    package func page(_ kind: GraderKind) -> String {
        var lines = ["\(kind.name): \(kind.summary)"]
        if !kind.aliases.isEmpty { lines.append("aliases: \(kind.aliases.joined(separator: ", "))") }
        lines += ["family: \(kind.family.title)", "", "formula:", "  \(kind.formula)"]
        if let equals = kind.equals { lines += ["", "equals:", "  \(equals)"] }
        if let scale = scale(of: kind) { lines += ["", "values (of the first example):", "  \(scale)"] }
        if !kind.parameters.isEmpty { lines += ["", "parameters:"] + kind.parameters.map(Self.line) }
        lines += ["", "parameters of every grader:"] + GraderReader.commonParameters.map(Self.line)
        for example in kind.examples {
            lines += ["", "example:", "  parameters: \(JSONValue.object(example.parameters).text)"]
            lines.append("  trace: \(JSONValue.object(example.trace).text)")
            lines.append("  value: \(Self.result(of: example))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ parameter: GraderKind.Parameter) -> String {
        let standing = parameter.defaultValue.map { "default \($0)" } ?? "no default"
        return "  \(parameter.name) (\(parameter.type), \(standing)): \(parameter.summary)"
    }
}
