import ArgumentParser

/// The command line: `gradehook SUBCOMMAND`.
@main
struct GradehookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gradehook",
        abstract: "Grades LLM traces when a signed event says they are ready.",
        subcommands: [
            ServeCommand.self, CheckCommand.self, GradeCommand.self, SelfTestCommand.self, SignCommand.self,
            VerifyCommand.self, GradersCommand.self, VersionCommand.self,
        ])

    /// Runs the command named on the command line; usage errors exit with 64, as `sysexits.h` has it.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: error)
        }
    }
}
