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
    ///
    /// `forDefault` are variables that the embedded default gets in addition, or instead of empty ones.
    func load(forDefault: [String: String] = [:]) throws -> Configuration {
        try Self.load(config, forDefault: forDefault)
    }

    /// Loads the configuration at `path`, as `load(forDefault:)` does.
    static func load(_ path: String?, forDefault: [String: String] = [:]) throws -> Configuration {
        do {
            return try ConfigurationLoader(
                variables: ProcessInfo.processInfo.environment, defaultVariables: forDefault
            ).load(path)
        } catch {
            throw failure(ExitStatus.configuration, error.description)
        }
    }
}
