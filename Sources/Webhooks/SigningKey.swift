import Cryptography
import Timing

/// A secret ready to verify and sign with. A class, since the prepared key is too large to be copied per delivery.
final class SigningKey: Sendable {
    let hmac: HMACKey
    let secret: SigningSecret

    /// Turns the secret at `index` of the configured list into a key.
    init(_ secret: SigningSecret, index: Int, layout: SignatureLayout) throws(SignatureConfigurationError) {
        let bytes =
            switch layout.keyForm {
            case .text: secret.value.bytes
            case .prefixedBase64: try Self.decode(secret.value, index)
            }
        guard !bytes.isEmpty else { throw SignatureConfigurationError("secret \(index + 1) is empty") }
        hmac = HMACKey(layout.algorithm, secret: bytes)
        self.secret = secret
    }

    /// Whether the secret still counts at `now`.
    func isCurrent(at now: Timestamp) -> Bool { secret.isCurrent(at: now) }

    /// Decodes `whsec_` + base 64, with or without the prefix and the padding. `v1,whsec_…` is taken too, since
    /// senders show it so (https://github.com/standard-webhooks/standard-webhooks/issues/235).
    private static func decode(_ secret: Secret, _ index: Int) throws(SignatureConfigurationError) -> [UInt8] {
        var text = secret.bytes[...]
        for prefix in ["whpk_", "whsk_", "v1a,"] where text.starts(with: prefix.utf8) {
            throw SignatureConfigurationError(
                "secret \(index + 1) is an asymmetric key (`\(prefix)`); only symmetric `whsec_` secrets are supported")
        }
        if text.starts(with: "v1,".utf8) { text = text.dropFirst(3) }
        if text.starts(with: "whsec_".utf8) { text = text.dropFirst(6) }
        if let bytes = Base64.decode(text) { return bytes }
        let hint =
            text.starts(with: "lf-whsec_".utf8)
            ? "; it looks like a Langfuse secret, which wants the scheme `langfuse`"
            : "; a secret of this scheme is `whsec_` and base64"
        throw SignatureConfigurationError("secret \(index + 1) is not base64\(hint)")
    }
}
