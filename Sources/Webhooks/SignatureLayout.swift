import Cryptography

/// Where a scheme's headers keep what, so that one verifier and one signer serve every HMAC scheme.
///
/// Sources: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md,
/// https://docs.svix.com/receiving/verifying-payloads/how-manual, https://docs.stripe.com/webhooks/signature,
/// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries and Langfuse's
/// packages/shared/src/encryption/signature.ts.
struct SignatureLayout: Sendable {
    /// The names of the headers that belong together.
    struct HeaderNames: Sendable {
        var signature: String
        var timestamp: String?
        var id: String?
    }

    /// How a secret's text becomes the key.
    enum KeyForm: Sendable {
        /// The text's bytes as they are.
        case text
        /// Base 64 behind an optional `whsec_`.
        case prefixedBase64
    }

    /// The header sets the scheme goes by; the first whose signature header is there counts.
    var names: [HeaderNames]
    /// What stands between two items of the signature header.
    var separators: [UInt8]
    /// What an item begins with when it is a signature; empty when every item is one.
    var prefix: [UInt8]
    /// What an item begins with when it is the timestamp; empty when that is not in the signature header.
    var timestampPrefix: [UInt8] = []
    var encoding = HMACSignature.Encoding.hex
    var algorithm = HMACKey.Algorithm.sha256
    var content: SignedContent
    var keyForm = KeyForm.text

    /// Whether a timestamp is signed.
    var hasTimestamp: Bool { content.parts.contains(.timestamp) }
    /// Whether an id is signed.
    var hasID: Bool { content.parts.contains(.id) }

    private static let space = UInt8(ascii: " ")
    private static let comma = UInt8(ascii: ",")

    /// The layout of `scheme`; nil for the schemes without an HMAC.
    init?(_ scheme: SignatureScheme) {
        switch scheme {
        case .standardWebhooks: self = .webhook(families: ["webhook"])
        case .svix: self = .webhook(families: ["svix", "webhook"])
        case .langfuse: self = .timestampedList(header: "x-langfuse-signature")
        case .stripe: self = .timestampedList(header: "stripe-signature")
        case .github:
            self.init(
                names: [HeaderNames(signature: "x-hub-signature-256")], separators: [Self.space, Self.comma],
                prefix: Array("sha256=".utf8), content: .body)
        case .hmac(let custom):
            let names = HeaderNames(
                signature: custom.header, timestamp: custom.timestampHeader, id: custom.idHeader)
            // A prefix with a separator in it would be cut off its own code; then the header holds one signature.
            let prefix = Array(custom.prefix.utf8)
            let separators = [Self.space, Self.comma].filter { !prefix.contains($0) }
            self.init(
                names: [names], separators: separators, prefix: prefix, encoding: custom.encoding,
                algorithm: custom.algorithm, content: custom.content)
        case .bearer, .none: return nil
        }
    }

    private init(
        names: [HeaderNames], separators: [UInt8], prefix: [UInt8], timestampPrefix: [UInt8] = [],
        encoding: HMACSignature.Encoding = .hex, algorithm: HMACKey.Algorithm = .sha256, content: SignedContent,
        keyForm: KeyForm = .text
    ) {
        self.names = names
        self.separators = separators
        self.prefix = prefix
        self.timestampPrefix = timestampPrefix
        self.encoding = encoding
        self.algorithm = algorithm
        self.content = content
        self.keyForm = keyForm
    }

    private static func webhook(families: [String]) -> Self {
        Self(
            names: families.map {
                HeaderNames(signature: "\($0)-signature", timestamp: "\($0)-timestamp", id: "\($0)-id")
            },
            separators: [space], prefix: Array("v1,".utf8), encoding: .base64, content: .idTimestampBody,
            keyForm: .prefixedBase64)
    }

    private static func timestampedList(header: String) -> Self {
        Self(
            names: [HeaderNames(signature: header)], separators: [comma], prefix: Array("v1=".utf8),
            timestampPrefix: Array("t=".utf8), content: .timestampBody)
    }
}
