import ArgumentParser
import JSON
import Service

/// `gradehook check`: validates a configuration and prints what it comes to.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate a configuration and print it as the service takes it, secrets masked.")

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        let configuration = try file.load()
        do {
            try ConfigurationCheck.run(configuration)
        } catch {
            throw failure(ExitStatus.configuration, error.description)
        }
        StandardStreams.write(JSONValue.object(EffectiveConfiguration.json(configuration)).indentedText + "\n")
    }
}
