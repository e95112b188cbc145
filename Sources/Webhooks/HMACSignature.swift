package import Cryptography

/// The parts of a signature scheme of one's own (`scheme: hmac`).
package struct HMACSignature: Sendable, Equatable {
    /// How the code is written in the header.
    package enum Encoding: String, Sendable, CaseIterable {
        /// Two digits a byte, in either case.
        case hex
        /// The standard alphabet, padded or not.
        case base64
    }

    /// The header that carries the signature, e.g. `x-signature`.
    package let header: String
    /// What stands before the code in that header, e.g. `sha256=`; may be empty.
    package let prefix: String
    /// How the code is written.
    package let encoding: Encoding
    /// The digest under the HMAC.
    package let algorithm: HMACKey.Algorithm
    /// What is signed.
    package let content: SignedContent
    /// The header with the Unix time in seconds; nil when there is none.
    package let timestampHeader: String?
    /// The header with the delivery's id; nil when there is none.
    package let idHeader: String?

    /// Describes a scheme. `content` is a template with `{body}` and optionally `{timestamp}` and `{id}`, e.g.
    /// `{timestamp}.{body}`.
    ///
    /// - Throws: when the template lacks a part, or uses a header that is not named, or a header is named that the
    ///   template leaves out: a timestamp or id that is not signed proves nothing.
    package init(
        header: String, prefix: String = "", encoding: Encoding = .hex, algorithm: HMACKey.Algorithm = .sha256,
        content: String = "{body}", timestampHeader: String? = nil, idHeader: String? = nil
    ) throws(SignatureConfigurationError) {
        guard !header.isEmpty else { throw SignatureConfigurationError("`header` is empty") }
        let signed = try SignedContent(template: content)
        try Self.check("timestamp", isSigned: signed.parts.contains(.timestamp), header: timestampHeader)
        try Self.check("id", isSigned: signed.parts.contains(.id), header: idHeader)
        self.header = header
        self.prefix = prefix
        self.encoding = encoding
        self.algorithm = algorithm
        self.content = signed
        self.timestampHeader = timestampHeader
        self.idHeader = idHeader
    }

    private static func check(
        _ part: String, isSigned: Bool, header: String?
    ) throws(SignatureConfigurationError) {
        if isSigned, (header ?? "").isEmpty {
            throw SignatureConfigurationError("the signed content has `{\(part)}`, but `\(part)_header` is not set")
        }
        if !isSigned, header != nil {
            throw SignatureConfigurationError(
                "`\(part)_header` is set, but the signed content has no `{\(part)}`: unsigned, it would prove nothing")
        }
    }
}
