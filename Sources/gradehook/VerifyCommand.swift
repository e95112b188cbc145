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

    func validate() throws {
        if let now { try SchemeOptions.check(now, "--now") }
    }

    func run() throws {
        let resolved = try scheme.resolved()
        let headers = try parsedHeaders(resolved)
        guard let duration = try? DurationText.parse(tolerance) else {
            throw ValidationError("--tolerance wants a duration, e.g. 5m")
        }
        let body = try StandardStreams.read(path)
        let time = now.map { Timestamp(seconds: $0) } ?? SystemClock().now()
        do {
            let verifier = try SignatureVerifier(
                scheme: resolved, secrets: [SigningSecret(value: scheme.secret())], tolerance: duration)
            let delivery = try verifier.verify(
                header: { name in headers.first { $0.name == name.lowercased() }?.value }, body: body, now: time)
            StandardStreams.write("the signature holds" + (delivery.signedID.map { " (id \($0))" } ?? "") + "\n")
        } catch let error as SignatureError {
            let hint = error.code == .signatureMissing ? "; \(Self.needs(resolved))" : ""
            throw failure(ExitStatus.data, error.description + hint)
        } catch let error as SignatureConfigurationError {
            throw failure(ExitStatus.data, error.message)
        }
    }

    private func parsedHeaders(_ scheme: SignatureScheme) throws -> [(name: String, value: String)] {
        try header.map { line in
            guard let colon = line.firstIndex(of: ":") else {
                throw ValidationError("--header wants `Name: value`, found `\(line)`; \(Self.needs(scheme))")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            return (line[..<colon].lowercased(), String(value))
        }
    }

    /// Says which headers a delivery of `scheme` carries.
    private static func needs(_ scheme: SignatureScheme) -> String {
        let names = SignedHeaders.names(of: scheme).map { "`\($0)`" }
        let list =
            names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1] : names.first
        return "\(scheme.kind.rawValue) needs "
            + (list.map { "the header\(names.count > 1 ? "s" : "") \($0)" } ?? "no header")
    }
}
