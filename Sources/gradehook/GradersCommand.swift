import ArgumentParser
import Evaluation
import JSON
import Service

/// `gradehook graders [KIND]`: lists the kinds of grader, explains one, or shows by what steps configured ones judge.
struct GradersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graders",
        abstract: """
            List the kinds of grader, one kind with its parameters, formula and examples, or the graders of a configuration \
            with their evaluation steps.
            """)

    /// How the kinds are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown }

    @Option(name: .long, help: "text, or markdown for all there is to say about all kinds, as in docs/graders.md.")
    var format = Format.text

    @Option(
        name: .long,
        help: """
            A configuration whose graders are listed in place of all kinds, with the evaluation steps by which they judge. \
            Asks no model and writes nothing.
            """)
    var config: String?

    @Argument(help: "The kind to explain.")
    var kind: String?

    func validate() throws {
        if format == .markdown, kind != nil {
            throw ValidationError("--format markdown writes about all kinds; leave out KIND")
        }
        if config != nil, kind != nil || format == .markdown {
            throw ValidationError("--config lists the graders of a configuration; leave out KIND and --format markdown")
        }
    }

    func run() async throws {
        if let config { return try await show(ConfigurationOption.load(config)) }
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

    private func show(_ configuration: Configuration) async throws {
        let graders: ConfiguredGraders
        do {
            graders = try await ConfiguredGraders(configuration)
        } catch {
            throw failure(ExitStatus.configuration, error.description)
        }
        for warning in graders.warnings { StandardStreams.warn(warning) }
        StandardStreams.write(graders.text)
    }
}
