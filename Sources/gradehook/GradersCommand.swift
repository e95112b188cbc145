import ArgumentParser
import Evaluation
import JSON
import Service

/// `gradehook graders [KIND]`: lists the kinds of grader, or explains one.
struct GradersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graders",
        abstract: "List the kinds of grader, or one kind with its parameters, formula and examples.")

    /// How the kinds are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown }

    @Option(name: .long, help: "text, or markdown for all there is to say about all kinds, as in docs/graders.md.")
    var format = Format.text

    @Argument(help: "The kind to explain.")
    var kind: String?

    func validate() throws {
        if format == .markdown, kind != nil {
            throw ValidationError("--format markdown writes about all kinds; leave out KIND")
        }
    }

    func run() throws {
        let reference = GraderReference()
        guard let kind else { return StandardStreams.write(format == .text ? reference.list : reference.markdown) }
        guard let found = reference.kind(named: kind) else {
            let hint = KeySuggestion.nearest(to: kind, among: reference.kinds.map(\.name)).map {
                "; did you mean \($0)?"
            }
            throw ValidationError("there is no kind of grader called \(kind)\(hint ?? "")")
        }
        StandardStreams.write(reference.page(found))
    }
}
