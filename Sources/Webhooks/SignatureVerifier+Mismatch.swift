import Cryptography
import Timing

extension SignatureVerifier {
    /// Says why no secret gave any of the signatures. Runs only for deliveries that are refused.
    func mismatch(
        _ delivery: borrowing SignedDelivery, _ codes: [[UInt8]], keys: [SigningKey], layout: SignatureLayout,
        now: Timestamp
    ) -> SignatureError {
        for (index, key) in keys.enumerated() where !key.isCurrent(at: now) {
            if delivery.isSigned(with: key.hmac, layout.content, codes) {
                return SignatureError(
                    .signatureMismatch, Self.expiredReason("the signature is right for secret", index, key.secret, now))
            }
        }
        let size = layout.algorithm.codeSize
        if !codes.contains(where: { $0.count == size }) {
            return SignatureError(.signatureMismatch, Self.formReason(delivery, codes, layout))
        }
        let current = keys.filter { $0.isCurrent(at: now) }.count
        let expired = keys.count - current
        return SignatureError(
            .signatureMismatch,
            (current == 1 ? "the current secret does not give" : "none of the \(current) current secrets gives")
                + " the signature in `\(delivery.signatureName)` over the \(delivery.body.count) bytes of body received"
                + (expired > 0 ? " (\(expired) expired and not counted)" : "")
                + ". Either the secret differs, or what was signed does: sign the very bytes that are sent, since a "
                + "body that was parsed and written again, recoded or given a line end has another signature. "
                + "Which of them it is cannot be told from here")
    }

    /// Says that a secret would have matched before it expired.
    static func expiredReason(_ claim: String, _ index: Int, _ secret: SigningSecret, _ now: Timestamp) -> String {
        let seconds = secret.expires.map { (now - $0).components.seconds } ?? 0
        return "\(claim) \(index + 1), but that secret expired \(seconds) s ago: let the sender use a current one, "
            + "or move the expiry"
    }

    /// Says how the signatures are not even of the form that the scheme's codes have.
    private static func formReason(
        _ delivery: borrowing SignedDelivery, _ codes: [[UInt8]], _ layout: SignatureLayout
    ) -> String {
        let name = delivery.signatureName
        let size = layout.algorithm.codeSize
        let signatures = delivery.header.signatures
        let looksLikeTheOther = signatures.contains { text in
            switch layout.encoding {
            case .hex: Base64.decode(text)?.count == size
            case .base64: Hex.decode(text)?.count == size
            }
        }
        if looksLikeTheOther {
            let (found, wanted) = layout.encoding == .hex ? ("base64", "hex") : ("hex", "base64")
            return "the signature in `\(name)` is written in \(found), the scheme wants \(wanted)"
        }
        guard let code = codes.first else {
            return "the signature in `\(name)` is not \(layout.encoding.rawValue)"
        }
        let wanted = "HMAC-\(layout.algorithm.rawValue.uppercased()) has \(size)"
        let other = HMACKey.Algorithm.allCases.first { $0.codeSize == code.count }
        return "the signature in `\(name)` has \(code.count) bytes, \(wanted)"
            + (other.map { "; \(code.count) is the size of HMAC-\($0.rawValue.uppercased())" } ?? "")
    }
}
