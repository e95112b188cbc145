import Cryptography
package import Timing

/// Tells whether a delivery comes from its source, from its headers and its body as received.
///
/// Verification costs little more than the HMAC: the body is never copied. Usable from any number of threads.
package struct SignatureVerifier: Sendable {
    /// How far a signed timestamp may be from now, in either direction, unless configured.
    package static let defaultTolerance = Duration.seconds(300)
    /// The longest tolerance that can be configured.
    package static let longestTolerance = Duration.seconds(86_400)

    /// Returns the first value of a header, whose name is given in lower case; nil when it is not there.
    package typealias HeaderLookup = (String) -> String?

    enum Method: Sendable {
        case open
        case bearer([SigningSecret])
        case hmac(SignatureLayout, [SigningKey])
    }

    /// The scheme.
    package let scheme: SignatureScheme
    /// How far a signed timestamp may be from now, in either direction, the edge included.
    package let tolerance: Duration
    let method: Method
    /// The tolerance as a plain number: converting a duration for each delivery costs a division of 128 bits.
    private let toleranceMicroseconds: Int64

    /// Prepares the secrets for verification.
    ///
    /// - Parameters:
    ///   - scheme: how the source signs.
    ///   - secrets: any of them may match; one that has expired never does. At least one, except for `none`.
    ///   - tolerance: above zero and at most 24 hours. Zero is refused because elsewhere it turns the check off, and a
    ///     check that is off by accident is worse than an error.
    /// - Throws: `SignatureConfigurationError` naming the secret at fault by its place, or the tolerance.
    package init(
        scheme: SignatureScheme, secrets: [SigningSecret], tolerance: Duration = Self.defaultTolerance
    ) throws(SignatureConfigurationError) {
        guard tolerance > .zero, tolerance <= Self.longestTolerance else {
            throw SignatureConfigurationError("the tolerance must be longer than 0 and at most 24h")
        }
        self.scheme = scheme
        self.tolerance = tolerance
        toleranceMicroseconds = tolerance.inMicroseconds
        if scheme == .none {
            method = .open
            return
        }
        guard !secrets.isEmpty else {
            throw SignatureConfigurationError("the scheme `\(scheme.kind.rawValue)` needs at least one secret")
        }
        guard let layout = SignatureLayout.make(for: scheme) else {
            for (index, secret) in secrets.enumerated() where secret.value.isEmpty {
                throw SignatureConfigurationError("secret \(index + 1) is empty")
            }
            method = .bearer(secrets)
            return
        }
        var keys: [SigningKey] = []
        for (index, secret) in secrets.enumerated() {
            keys.append(try SigningKey(secret, index: index, layout: layout))
        }
        method = .hmac(layout, keys)
    }

    /// Checks a delivery and returns what its signature vouches for.
    ///
    /// - Parameters:
    ///   - header: looks a header up; called at most once a name.
    ///   - body: the bytes as received, before any parsing.
    ///   - now: the receiver's time; secrets expire and timestamps age by it.
    /// - Returns: the signed id and time as far as the scheme signs them, and which secret matched.
    /// - Throws: `SignatureError`, whose reason says what to look at.
    package func verify(
        header: HeaderLookup, body: [UInt8], now: Timestamp
    ) throws(SignatureError) -> VerifiedDelivery {
        switch method {
        case .open: VerifiedDelivery()
        case .bearer(let tokens): try verifyToken(header("authorization"), among: tokens, now)
        case .hmac(let layout, let keys):
            try verify(SignedDelivery(header, body, layout), keys: keys, layout: layout, now: now)
        }
    }

    private func verify(
        _ delivery: borrowing SignedDelivery, keys: [SigningKey], layout: SignatureLayout, now: Timestamp
    ) throws(SignatureError) -> VerifiedDelivery {
        let timestamp =
            try layout.hasTimestamp
            ? delivery.checkedTimestamp(now: now, tolerance: toleranceMicroseconds)
            : nil
        let codes = delivery.codes(layout)
        for (index, key) in keys.enumerated() where key.isCurrent(at: now) {
            if delivery.isSigned(with: key.hmac, layout.content, codes) {
                return VerifiedDelivery(signedID: delivery.signedID, timestamp: timestamp, keyIndex: index)
            }
        }
        throw mismatch(delivery, codes, keys: keys, layout: layout, now: now)
    }

    private func verifyToken(
        _ value: String?, among tokens: [SigningSecret], _ now: Timestamp
    ) throws(SignatureError) -> VerifiedDelivery {
        guard let value, !value.isEmpty else {
            throw SignatureError(.signatureMissing, "the header `authorization` is missing")
        }
        let bytes = Array(value.utf8)
        let scheme = bytes.prefix(7).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard scheme.elementsEqual("bearer ".utf8) else {
            throw SignatureError(.signatureMissing, "the header `authorization` does not begin with `Bearer `")
        }
        let token = SignatureHeader.trimmed(bytes.dropFirst(7))
        var expired: Int?
        for (index, secret) in tokens.enumerated() where secret.value.matches(token) {
            if secret.isCurrent(at: now) { return VerifiedDelivery(keyIndex: index) }
            expired = index
        }
        if let expired {
            throw SignatureError(
                .signatureMismatch, Self.expiredReason("the token is secret", expired, tokens[expired], now))
        }
        throw SignatureError(.signatureMismatch, "the bearer token is none of the \(tokens.count) configured")
    }
}
