import ArgumentParser
import FoundationEssentials
import Service

/// `--config FILE`, as several commands take it.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .long,
        help: "The configuration file. Without it gradehook.yaml is read when it is there, else the embedded default.")
    var config: String?

    /// Loads the configuration; a fault ends the command with 78 and the place of the fault.
    func load(extra: [String: String] = [:]) throws -> Configuration {
        let variables = ProcessInfo.processInfo.environment.merging(extra) { given, _ in given }
        do {
            return try ConfigurationLoader(variables: variables).load(config)
        } catch {
            throw failure(ExitStatus.configuration, error.description)
        }
    }
}
