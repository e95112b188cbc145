/// The bytes a signature covers, as a sequence of parts of the delivery.
package struct SignedContent: Sendable, Equatable {
    /// A piece of the signed bytes.
    package enum Part: Sendable, Equatable {
        /// The delivery's id as its header says it.
        case id
        /// The timestamp, character for character as sent.
        case timestamp
        /// The body as received.
        case body
        /// Fixed text between the others.
        case literal([UInt8])
    }

    /// The pieces in order.
    package let parts: [Part]

    /// Reads a template in which `{id}`, `{timestamp}` and `{body}` stand for the parts and all else for itself.
    ///
    /// - Throws: for any other name in braces, for an unclosed brace, and for a template without exactly one `{body}`.
    package init(template: String) throws(SignatureConfigurationError) {
        var parts: [Part] = []
        var rest = Array(template.utf8)[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
            if open > rest.startIndex { parts.append(.literal(Array(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) else {
                throw SignatureConfigurationError("the signed content has a `{` without its `}`")
            }
            let name = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
            switch name {
            case "id": parts.append(.id)
            case "timestamp": parts.append(.timestamp)
            case "body": parts.append(.body)
            default:
                throw SignatureConfigurationError(
                    "the signed content has `{\(name)}`; the parts are {id}, {timestamp} and {body}")
            }
            rest = rest[(close + 1)...]
        }
        if !rest.isEmpty { parts.append(.literal(Array(rest))) }
        guard parts.filter({ $0 == .body }).count == 1 else {
            throw SignatureConfigurationError("the signed content must have `{body}` exactly once")
        }
        self.parts = parts
    }

    init(_ parts: [Part]) { self.parts = parts }

    /// The body alone.
    static let body = Self([.body])
    /// `timestamp.body`.
    static let timestampBody = Self([.timestamp, .literal([0x2E]), .body])
    /// `id.timestamp.body`.
    static let idTimestampBody = Self([.id, .literal([0x2E]), .timestamp, .literal([0x2E]), .body])

    /// Hands the signed bytes to `feed` piece by piece, so that the body is never copied.
    @inline(__always)
    func feed(_ feed: (UnsafeRawBufferPointer) -> Void, id: String, timestamp: ArraySlice<UInt8>, body: [UInt8]) {
        for part in parts {
            switch part {
            case .id:
                var id = id
                id.withUTF8 { feed(UnsafeRawBufferPointer($0)) }
            case .timestamp: timestamp.withUnsafeBytes(feed)
            case .body: body.withUnsafeBytes(feed)
            case .literal(let bytes): bytes.withUnsafeBytes(feed)
            }
        }
    }
}
