import Cryptography
import HTTPClient

/// A request in the one spelling that is signed
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>, step 1).
struct AWSCanonicalRequest {
    /// The names of the signed header fields, in order, with `;` between them.
    let signedHeaders: String
    /// The whole text.
    let text: String

    /// Spells `request`, whose path is encoded once more as every service but S3 wants it: a signer that got the path as
    /// the server reads it would encode it, and this one gets it encoded.
    init(_ request: ClientRequest) {
        let target = Self.target(request.url)
        var fields = request.headers.map { (name: $0.name.lowercased(), value: Self.trimmed($0.value)) }
        fields.append(("host", target.host))
        fields.sort { $0.name < $1.name }
        signedHeaders = fields.map(\.name).joined(separator: ";")
        text = [
            request.method, PercentEncoding.encode(target.path, keeping: "/"), Self.sorted(target.query),
            fields.map { "\($0.name):\($0.value)\n" }.joined(), signedHeaders,
            Hex.encode(MessageDigest.sha256(request.body ?? [])),
        ].joined(separator: "\n")
    }

    /// Host, path and query of a URL. The host has its port unless that is the scheme's own, as HTTP clients send it
    /// (RFC 9110, 7.2).
    private static func target(_ url: String) -> (host: String, path: String, query: String) {
        let isSecure = url.lowercased().hasPrefix("https")
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let behind = rest[authority.endIndex...]
        let path = behind.prefix { $0 != "?" }
        let ownPort = isSecure ? ":443" : ":80"
        let host = authority.hasSuffix(ownPort) ? authority.dropLast(ownPort.count) : authority
        return (String(host), path.isEmpty ? "/" : String(path), String(behind[path.endIndex...].dropFirst()))
    }

    /// The arguments of a query that is encoded already, in the order of their bytes.
    private static func sorted(_ query: String) -> String {
        let pairs = query.split(separator: "&").map { $0.contains("=") ? String($0) : "\($0)=" }
        return pairs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "&")
    }

    /// The value without spaces at its ends and with one for several.
    private static func trimmed(_ value: String) -> String { value.split(separator: " ").joined(separator: " ") }
}
