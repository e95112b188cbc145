import ArgumentParser
import Cryptography
import FoundationEssentials
import JSON
import Service
import Webhooks

/// `--scheme` and `--secret-env`, with the parts of an `hmac` scheme.
struct SchemeOptions: ParsableArguments {
    @Option(name: .long, help: "standard_webhooks, svix, langfuse, github, stripe, hmac or bearer.")
    var scheme: String

    @Option(name: .customLong("secret-env"), help: "The environment variable that holds the secret.")
    var secretVariable: String

    @Option(name: .long, help: "For hmac: the header that carries the signature.")
    var signatureHeader: String?

    @Option(name: .long, help: "For hmac: what stands before the code in the header, e.g. `sha256=`.")
    var prefix: String?

    @Option(name: .long, help: "For hmac: hex or base64.")
    var encoding: String?

    @Option(name: .long, help: "For hmac: sha1, sha256 or sha512.")
    var algorithm: String?

    @Option(name: .long, help: "For hmac: the signed content, e.g. `{timestamp}.{body}`.")
    var content: String?

    @Option(name: .long, help: "For hmac: the header with the timestamp.")
    var timestampHeader: String?

    @Option(name: .long, help: "For hmac: the header with the delivery's id.")
    var idHeader: String?

    /// The scheme with its parts.
    func resolved() throws -> SignatureScheme {
        var object: JSONObject = ["scheme": .string(scheme)]
        let parts: [(String, String?)] = [
            ("header", signatureHeader), ("prefix", prefix), ("encoding", encoding), ("algorithm", algorithm),
            ("content", content), ("timestamp_header", timestampHeader), ("id_header", idHeader),
        ]
        for (key, value) in parts { object[key] = value.map { .string($0) } }
        var reader = JSONReader(object)
        do {
            let scheme = try SchemeReader.read(&reader)
            try reader.finish()
            return scheme
        } catch {
            throw ValidationError(error.message)
        }
    }

    /// The secret; never taken from the command line, where every user of the machine could read it.
    func secret() throws -> Secret {
        guard let text = ProcessInfo.processInfo.environment[secretVariable], !text.isEmpty else {
            throw ValidationError("the environment variable \(secretVariable) is not set or empty")
        }
        return Secret(text)
    }
}
