import ArgumentParser
import Cryptography
import Timing
import Webhooks

/// The headers that sign a body, checked before they are printed: what goes into a request line by line must be lines.
struct SignedHeaders {
    /// Unix seconds reach this in the year 5138, milliseconds did in 1973.
    static let seconds: ClosedRange<Int64> = 0...100_000_000_000

    private let scheme: SignatureScheme
    private let signer: RequestSigner

    /// Prepares `secret` for signing by `scheme`.
    init(_ scheme: SignatureScheme, _ secret: Secret) throws(SignatureConfigurationError) {
        self.scheme = scheme
        signer = try RequestSigner(scheme: scheme, secret: secret)
    }

    /// The names of the headers that a delivery signed by `scheme` carries, in lower case.
    static func names(of scheme: SignatureScheme) -> [String] {
        // Any key will do, and this one has the form that every scheme takes.
        let signer = try? RequestSigner(scheme: scheme, secret: Secret("whsec_AAAA"))
        return signer?.sign(body: [], id: "", at: Timestamp(seconds: 0)).map(\.name) ?? []
    }

    /// Returns the lines `Name: value` for `body`.
    ///
    /// - Throws: `ValidationError` for an id that the scheme cannot carry, and for a header that is none.
    func lines(body: [UInt8], id: String, at time: Timestamp) throws -> [String] {
        try checkID(id)
        return try signer.sign(body: body, id: id, at: time).map { name, value in
            guard Self.isName(name) else {
                throw ValidationError("a header cannot be called `\(Self.printable(name))` (RFC 9110, 5.1)")
            }
            // The value may hold a secret, so it is not shown.
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw ValidationError("the header `\(name)` would hold a line break or another control character")
            }
            return "\(name): \(value)"
        }
    }

    private func checkID(_ id: String) throws {
        guard !id.isEmpty else { throw ValidationError("--id is empty; leave it out to have one made from the body") }
        guard id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ValidationError("--id wants visible ASCII characters without spaces, found `\(Self.printable(id))`")
        }
        guard let separator, id.contains(separator) else { return }
        throw ValidationError(
            "--id must not contain `\(separator)`, which ends the id in what \(scheme.kind.rawValue) signs")
    }

    /// What stands behind the id in the signed bytes; nil when nothing does. An id with it inside could be read as a
    /// shorter id with another timestamp.
    private var separator: String? {
        switch scheme {
        case .standardWebhooks, .svix: return "."
        case .hmac(let signature):
            let parts = signature.content.parts
            guard let index = parts.firstIndex(of: .id), index + 1 < parts.count,
                case .literal(let bytes) = parts[index + 1]
            else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        case .langfuse, .github, .stripe, .bearer, .none: return nil
        }
    }

    /// Whether `name` is a token (RFC 9110, 5.6.2).
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// `text` on one line, whatever is in it.
    private static func printable(_ text: String) -> String {
        text.unicodeScalars.map { $0.isASCII ? $0.escaped(asASCII: true) : String($0) }.joined()
    }
}
