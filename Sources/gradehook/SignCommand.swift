import ArgumentParser
import Cryptography
import Timing
import Webhooks

/// `gradehook sign`: prints the headers for a body.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Print the headers that sign a body, one `Name: value` a line.")

    @OptionGroup var scheme: SchemeOptions

    @Option(
        name: .long,
        help: "The delivery's id, for schemes that sign one: visible ASCII. When left out it follows from the body.")
    var id: String?

    @Option(name: .long, help: "The time to sign with, as Unix seconds. Now when left out.")
    var timestamp: Int64?

    @Argument(help: "The file with the body; - reads standard input.")
    var path: String = "-"

    /// The same body gets the same id, so that sending it again is a repeat and not another event.
    private static func id(of body: [UInt8]) -> String {
        "msg_\(Hex.encode(Array(MessageDigest.sha256(body).prefix(12))))"
    }

    func validate() throws {
        if let timestamp { try SchemeOptions.check(timestamp, "--timestamp") }
    }

    func run() throws {
        let body = try StandardStreams.read(path)
        let time = timestamp.map { Timestamp(seconds: $0) } ?? SystemClock().now()
        do {
            let headers = try SignedHeaders(scheme.resolved(), scheme.secret())
            for line in try headers.lines(body: body, id: id ?? Self.id(of: body), at: time) {
                StandardStreams.write(line + "\n")
            }
        } catch let error as SignatureConfigurationError {
            throw failure(ExitStatus.data, error.message)
        }
    }
}
