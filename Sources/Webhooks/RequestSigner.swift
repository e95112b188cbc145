package import Cryptography
package import Timing

/// Writes the headers by which a receiver recognises a delivery, with the same tables as the verifier.
package struct RequestSigner: Sendable {
    private enum Method: Sendable {
        case open
        case bearer(Secret)
        case hmac(SignatureLayout, SigningKey)
    }

    private let method: Method

    /// Prepares `secret` for signing; for the scheme `none` it is not read.
    package init(scheme: SignatureScheme, secret: Secret) throws(SignatureConfigurationError) {
        if scheme == .none {
            method = .open
        } else if let layout = SignatureLayout.make(for: scheme) {
            method = .hmac(layout, try SigningKey(SigningSecret(value: secret), index: 0, layout: layout))
        } else {
            guard !secret.isEmpty else { throw SignatureConfigurationError("secret 1 is empty") }
            method = .bearer(secret)
        }
    }

    /// Returns the headers for `body`.
    ///
    /// - Parameters:
    ///   - body: the very bytes that will be sent.
    ///   - id: the delivery's id; not used by schemes that sign none. For Standard Webhooks it must not contain a `.`.
    ///   - time: when the delivery is sent, cut to whole seconds; not used by schemes without a timestamp.
    /// - Returns: names in lower case with their values, in the order id, timestamp, signature; none for `none`.
    package func sign(body: [UInt8], id: String, at time: Timestamp) -> [(name: String, value: String)] {
        switch method {
        case .open: []
        case .bearer(let token): [("authorization", "Bearer \(token.text)")]
        case .hmac(let layout, let key): sign(body, id, time, layout, key)
        }
    }

    private func sign(
        _ body: [UInt8], _ id: String, _ time: Timestamp, _ layout: SignatureLayout, _ key: SigningKey
    ) -> [(name: String, value: String)] {
        guard let names = layout.names.first else { return [] }
        let timestamp = "\(time.microseconds / 1_000_000)"
        let code = key.hmac.authenticationCode { feed in
            layout.content.feed(feed, id: id, timestamp: Array(timestamp.utf8)[...], body: body)
        }
        let text = layout.encoding == .hex ? Hex.encode(code) : Base64.encode(code)
        let prefix = String(decoding: layout.prefix, as: UTF8.self)
        let timestampPrefix = String(decoding: layout.timestampPrefix, as: UTF8.self)
        var headers: [(name: String, value: String)] = []
        if let name = names.id { headers.append((name, id)) }
        if let name = names.timestamp { headers.append((name, timestamp)) }
        let stamp = timestampPrefix.isEmpty ? "" : "\(timestampPrefix)\(timestamp),"
        headers.append((names.signature, "\(stamp)\(prefix)\(text)"))
        return headers
    }
}
