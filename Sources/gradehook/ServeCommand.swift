import ArgumentParser
import Cryptography
import FoundationEssentials
import Glibc
import Logging
import Service
import Timing

/// `gradehook serve`: runs the service until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service. SIGTERM drains, a second one stops at once, SIGHUP reloads the configuration.")

    @OptionGroup var file: ConfigurationOption

    @Flag(name: .long, help: "Print `listening on URL` to standard output once events are taken.")
    var printPort = false

    func run() async throws {
        DescriptorLimit.raise()
        let generated = Self.generatedSecret()
        // Only the embedded default gets by without a secret of the user's: a file that names a variable wants it set.
        let extra = generated.map { ["GRADEHOOK_SECRET": $0] } ?? [:]
        let configuration = try file.load(forDefault: extra)
        let logger = Self.logger(configuration.logging)
        if let generated, configuration.document.file == ConfigurationLoader.embeddedName {
            // To the terminal, not to the log: secrets never enter a log.
            StandardStreams.write(
                "GRADEHOOK_SECRET is not set; made one for this run:\nGRADEHOOK_SECRET=\(generated)\n")
        }
        let leftovers = try await serve(configuration, extra, logger)
        if leftovers.count > 0 { throw ExitCode(ExitStatus.temporaryFailure) }
    }

    private func serve(_ configuration: Configuration, _ extra: [String: String], _ logger: Logger) async throws
        -> Leftovers
    {
        do {
            let service = try await GradehookService(configuration, logger: logger)
            let signals = ProcessSignals([SIGTERM, SIGINT, SIGHUP]) { number in
                if number == SIGHUP { reload(service, extra, logger) } else { service.stop() }
            }
            defer { signals.cancel() }
            return try await service.run { service in
                guard printPort else { return }
                let host = configuration.server.listen.host
                StandardStreams.write("listening on http://\(ListenAddress(host: host, port: service.port))\n")
            }
        } catch let error as ConfigurationError {
            throw failure(ExitStatus.configuration, error.description)
        } catch let error as ExitCode {
            throw error
        } catch {
            throw failure(ExitStatus.software, "\(error)")
        }
    }

    private func reload(_ service: GradehookService, _ extra: [String: String], _ logger: Logger) {
        do {
            try service.reload(file.load(forDefault: extra))
        } catch let error as ConfigurationError {
            logger.error("the configuration was not reloaded", metadata: ["error": "\(error)"])
        } catch {
            // `load` has said what is wrong by itself.
            logger.error("the configuration was not reloaded")
        }
    }

    /// A secret for the embedded default when the environment has none, so that trying it out needs no preparation.
    private static func generatedSecret() -> String? {
        guard (ProcessInfo.processInfo.environment["GRADEHOOK_SECRET"] ?? "").isEmpty else { return nil }
        return "whsec_" + Base64.encode(RandomBytes.make(count: 24))
    }

    private static func logger(_ logging: LoggingConfiguration) -> Logger {
        Logger(label: "gradehook") { label in
            LineLogHandler(
                label: label, format: logging.format, level: Logger.Level(rawValue: logging.level.rawValue) ?? .info,
                clock: SystemClock(), write: StandardStreams.writeErrorLine)
        }
    }
}
