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

    private var parts: [(option: String, key: String, value: String?)] {
        [
            ("--signature-header", "header", signatureHeader), ("--prefix", "prefix", prefix),
            ("--encoding", "encoding", encoding), ("--algorithm", "algorithm", algorithm),
            ("--content", "content", content), ("--timestamp-header", "timestamp_header", timestampHeader),
            ("--id-header", "id_header", idHeader),
        ]
    }

    /// The scheme with its parts.
    func resolved() throws -> SignatureScheme {
        var object: JSONObject = ["scheme": .string(scheme)]
        for (option, key, value) in parts {
            guard let value else { continue }
            // Whether there is such a scheme is the reader's to say.
            if scheme != "hmac", SignatureScheme.Kind(rawValue: scheme) != nil {
                throw ValidationError("\(option) describes the scheme hmac; \(scheme) has its own")
            }
            object[key] = .string(value)
        }
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

    /// Refuses a time that no clock shows; usually it is one in milliseconds.
    static func check(_ seconds: Int64, _ option: String) throws {
        let range = SignedHeaders.seconds
        guard !range.contains(seconds) else { return }
        let hint = seconds > range.upperBound ? "; it looks like milliseconds" : ""
        throw ValidationError("\(option) wants Unix seconds from 0 to \(range.upperBound), found \(seconds)\(hint)")
    }
}
