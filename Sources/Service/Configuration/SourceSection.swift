import JSON
import Timing
package import Webhooks

/// One entry of `sources`: who may send, and how it signs.
package struct SourceSection: Sendable {
    /// Over which bytes the sender computes its signature.
    package enum SignedBody: String, Sendable, CaseIterable {
        /// The body as it comes over the wire.
        case wire
        /// The body after its content coding has been undone.
        case decoded
    }

    /// The name in paths, metrics and fates.
    package var name: String
    /// How deliveries are signed.
    package var scheme: SignatureScheme
    /// The secrets, any of which may match.
    package var secrets: [SigningSecret]
    /// How far a signed time may be from now.
    package var tolerance: Duration
    /// Over which bytes the signature is computed.
    package var signedBody: SignedBody
    /// The most events in one delivery.
    package var maximumBatch: Int

    static func read(_ source: JSONReader) throws(JSONReadError) -> SourceSection {
        var reader = source
        let name = try reader.requiredString("name")
        // The name is a path segment of /v1/events/{source} and a metric label.
        guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else {
            throw reader.error("name", "expected letters, digits, `-` and `_`, found `\(name)`")
        }
        guard var signature = try reader.reader("signature") else { throw reader.missing("signature") }
        let scheme = try SchemeReader.read(&signature)
        let secrets = try SchemeReader.secrets(&signature, scheme: scheme)
        let section = SourceSection(
            name: name, scheme: scheme, secrets: secrets,
            tolerance: try signature.duration(
                "tolerance", default: .seconds(300), in: .seconds(1) ... .seconds(86_400)),
            signedBody: try signature.choice("signed_body", default: .wire),
            maximumBatch: try reader.count("max_batch", default: 1_000, in: 1...100_000))
        try signature.finish()
        try reader.finish()
        return section
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}
