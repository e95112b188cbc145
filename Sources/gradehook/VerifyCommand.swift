import ArgumentParser
import Timing
import Webhooks

/// `gradehook verify`: says whether a signature holds, and if not why.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Say whether the signature of a delivery holds, and if not why.")

    @OptionGroup var scheme: SchemeOptions

    @Option(name: .long, help: "A header of the delivery, `Name: value`. May be given several times.")
    var header: [String] = []

    @Option(name: .long, help: "How far the signed time may be from now, e.g. 5m.")
    var tolerance = "5m"

    @Option(name: .long, help: "The time to verify at, as Unix seconds. Now when left out.")
    var now: Int64?

    @Argument(help: "The file with the body, byte for byte as received; - reads standard input.")
    var path: String = "-"

    func run() throws {
        let headers = try parsedHeaders()
        let body = try StandardStreams.read(path)
        guard let duration = try? DurationText.parse(tolerance) else {
            throw ValidationError("--tolerance wants a duration, e.g. 5m")
        }
        let time = now.map { Timestamp(seconds: $0) } ?? SystemClock().now()
        do {
            let verifier = try SignatureVerifier(
                scheme: scheme.resolved(), secrets: [SigningSecret(value: scheme.secret())], tolerance: duration)
            let delivery = try verifier.verify(
                header: { name in headers.first { $0.name == name.lowercased() }?.value }, body: body, now: time)
            StandardStreams.write("the signature holds" + (delivery.signedID.map { " (id \($0))" } ?? "") + "\n")
        } catch let error as SignatureError {
            throw failure(ExitStatus.data, error.description)
        } catch let error as SignatureConfigurationError {
            throw failure(ExitStatus.data, error.message)
        }
    }

    private func parsedHeaders() throws -> [(name: String, value: String)] {
        try header.map { line in
            guard let colon = line.firstIndex(of: ":") else {
                throw ValidationError("--header wants `Name: value`, found `\(line)`")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            return (line[..<colon].lowercased(), String(value))
        }
    }
}
