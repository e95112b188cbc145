import Cryptography

/// Where a scheme's headers keep what, so that one verifier and one signer serve every HMAC scheme.
///
/// Sources: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md,
/// https://docs.svix.com/receiving/verifying-payloads/how-manual, https://docs.stripe.com/webhooks/signature,
/// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries and Langfuse's
/// packages/shared/src/encryption/signature.ts.
///
/// A class, since verifying hands it around and copying its parts would cost more than looking them up.
final class SignatureLayout: Sendable {
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
    let names: [HeaderNames]
    /// What stands between two items of the signature header: at most two characters.
    let separators: [UInt8]
    /// What an item begins with when it is a signature; empty when every item is one.
    let prefix: [UInt8]
    /// What an item begins with when it is the timestamp; empty when that is not in the signature header.
    let timestampPrefix: [UInt8]
    /// How a code is written.
    let encoding: HMACSignature.Encoding
    /// The digest under the HMAC.
    let algorithm: HMACKey.Algorithm
    /// What is signed.
    let content: SignedContent
    /// How a secret becomes the key.
    let keyForm: KeyForm

    /// Whether a timestamp is signed.
    let hasTimestamp: Bool

    private static let space = UInt8(ascii: " ")
    private static let comma = UInt8(ascii: ",")

    /// Returns the layout of `scheme`; nil for the schemes without an HMAC.
    static func make(for scheme: SignatureScheme) -> SignatureLayout? {
        switch scheme {
        case .standardWebhooks: webhook(families: ["webhook"])
        case .svix: webhook(families: ["svix", "webhook"])
        case .langfuse: timestampedList(header: "x-langfuse-signature")
        case .stripe: timestampedList(header: "stripe-signature")
        case .github:
            SignatureLayout(
                names: [HeaderNames(signature: "x-hub-signature-256")], separators: [space, comma],
                prefix: Array("sha256=".utf8), content: .body)
        case .hmac(let custom): layout(of: custom)
        case .bearer, .none: nil
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
        hasTimestamp = content.parts.contains(.timestamp)
    }

    private static func webhook(families: [String]) -> SignatureLayout {
        SignatureLayout(
            names: families.map {
                HeaderNames(signature: "\($0)-signature", timestamp: "\($0)-timestamp", id: "\($0)-id")
            },
            separators: [space], prefix: Array("v1,".utf8), encoding: .base64, content: .idTimestampBody,
            keyForm: .prefixedBase64)
    }

    private static func timestampedList(header: String) -> SignatureLayout {
        SignatureLayout(
            names: [HeaderNames(signature: header)], separators: [comma], prefix: Array("v1=".utf8),
            timestampPrefix: Array("t=".utf8), content: .timestampBody)
    }

    private static func layout(of custom: HMACSignature) -> SignatureLayout {
        let names = HeaderNames(signature: custom.header, timestamp: custom.timestampHeader, id: custom.idHeader)
        // A prefix with a separator in it would be cut off its own code.
        let prefix = Array(custom.prefix.utf8)
        return SignatureLayout(
            names: [names], separators: [space, comma].filter { !prefix.contains($0) }, prefix: prefix,
            encoding: custom.encoding, algorithm: custom.algorithm, content: custom.content)
    }
}
