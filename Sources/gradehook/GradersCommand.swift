import ArgumentParser
import Evaluation
import JSON
import Service

/// `gradehook graders [KIND]`: lists the kinds of grader, or explains one.
struct GradersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graders",
        abstract: "List the kinds of grader, or one kind with its parameters, formula and examples.")

    @Argument(help: "The kind to explain.")
    var kind: String?

    func run() throws {
        let kinds = GradingBuilder.kinds(models: [:])
        guard let kind else {
            let width = kinds.map(\.name.count).max() ?? 0
            for kind in kinds {
                let padding = String(repeating: " ", count: width - kind.name.count + 2)
                StandardStreams.write(kind.name + padding + kind.summary + "\n")
            }
            return
        }
        guard let found = kinds.first(where: { $0.name == kind || $0.aliases.contains(kind) }) else {
            let hint = KeySuggestion.nearest(to: kind, among: kinds.map(\.name)).map { "; did you mean \($0)?" } ?? ""
            throw ValidationError("there is no kind of grader called \(kind)\(hint)")
        }
        StandardStreams.write(Self.page(found))
    }

    private static func page(_ kind: GraderKind) -> String {
        var lines = ["\(kind.name): \(kind.summary)"]
        if !kind.aliases.isEmpty { lines.append("aliases: \(kind.aliases.joined(separator: ", "))") }
        lines += ["", "formula:", "  \(kind.formula)"]
        if let equals = kind.equals { lines += ["", "equals:", "  \(equals)"] }
        lines += ["", "parameters:"]
        for parameter in kind.parameters {
            let standing = parameter.defaultValue.map { "default \($0)" } ?? "no default"
            lines.append("  \(parameter.name) (\(parameter.type), \(standing)): \(parameter.summary)")
        }
        for example in kind.examples {
            lines += ["", "example:", "  parameters: \(JSONValue.object(example.parameters).text)"]
            lines.append("  trace: \(JSONValue.object(example.trace).text)")
            lines.append("  value: \(example.value?.json.text ?? "none (a failure or a skip)")")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
