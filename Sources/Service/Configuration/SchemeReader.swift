import Cryptography
package import JSON
import Timing
package import Webhooks

/// Reads the `signature` of a source.
package enum SchemeReader {
    /// Reads `scheme` and, for `hmac`, the parts it is made of.
    package static func read(_ reader: inout JSONReader) throws(JSONReadError) -> SignatureScheme {
        guard let text = try reader.string("scheme") else { throw reader.missing("scheme") }
        guard let kind = SignatureScheme.Kind(rawValue: text) else {
            let names = SignatureScheme.Kind.allCases.map(\.rawValue)
            let hint = KeySuggestion.nearest(to: text, among: names).map { "; did you mean `\($0)`?" }
            throw reader.error(
                "scheme", "unknown scheme `\(text)`" + (hint ?? "; known are \(names.joined(separator: ", "))"))
        }
        if let scheme = SignatureScheme(kind) { return scheme }
        return .hmac(try hmac(&reader))
    }

    private static func hmac(_ reader: inout JSONReader) throws(JSONReadError) -> HMACSignature {
        let header = try reader.requiredString("header")
        let prefix = try reader.string("prefix") ?? ""
        let encoding = try reader.choice("encoding", default: HMACSignature.Encoding.hex)
        let algorithm = try reader.choice("algorithm", default: HMACKey.Algorithm.sha256)
        let content = try reader.string("content") ?? "{body}"
        let timestampHeader = try reader.string("timestamp_header")
        let idHeader = try reader.string("id_header")
        do {
            return try HMACSignature(
                header: header, prefix: prefix, encoding: encoding, algorithm: algorithm, content: content,
                timestampHeader: timestampHeader, idHeader: idHeader)
        } catch {
            throw reader.error("content", error.message)
        }
    }

    /// Reads `secrets`: texts, or objects of `value` and `expires`. Every scheme but `none` needs one.
    package static func secrets(
        _ reader: inout JSONReader, scheme: SignatureScheme
    ) throws(JSONReadError) -> [SigningSecret] {
        let values = try reader.optional("secrets", "a list", \.array) ?? []
        var secrets: [SigningSecret] = []
        for (index, value) in values.enumerated() {
            secrets.append(try secret(value, at: "\(reader.path("secrets"))/\(index)"))
        }
        if scheme != .none, secrets.isEmpty {
            throw JSONReadError(
                pointer: reader.path("secrets"), message: "`secrets` is missing: nothing could be verified")
        }
        return secrets
    }

    private static func secret(_ value: JSONValue, at pointer: String) throws(JSONReadError) -> SigningSecret {
        guard let object = value.object else {
            let secret = Secret(value.plainText)
            guard !secret.isEmpty, value.array == nil, !value.isNull else {
                throw JSONReadError(pointer: pointer, message: "the secret is empty")
            }
            return SigningSecret(value: secret)
        }
        var reader = JSONReader(object, at: pointer)
        guard let secret = try reader.secret("value") else { throw reader.missing("value") }
        let expires = try reader.string("expires")
        try reader.finish()
        guard let expires else { return SigningSecret(value: secret) }
        guard let time = Timestamp(rfc3339: expires) else {
            throw reader.error("expires", "expected an RFC 3339 time with offset, e.g. 2026-12-31T00:00:00Z")
        }
        return SigningSecret(value: secret, expires: time)
    }
}
