import ArgumentParser
import Service

/// `gradehook version`: versions of itself and of the C libraries linked.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the versions of gradehook and of the libraries it runs on.")

    func run() {
        StandardStreams.write("gradehook \(VersionInfo.version)\n")
        for (name, version) in VersionInfo.libraries { StandardStreams.write("\(name) \(version)\n") }
    }
}
