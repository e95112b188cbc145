/// Undoes the content coding of a request body (RFC 9110, 8.4).
package enum BodyDecoder {
    /// Decodes `body` according to the value of its Content-Encoding header field.
    ///
    /// `gzip`, `x-gzip`, `deflate` (with or without the zlib wrapping, as clients send both) and `identity` are known;
    /// nil and an empty value mean `identity`. Inflating stops as soon as the output passes `limit` bytes, so a small
    /// body that would unfold to gigabytes costs no more than one that unfolds to the limit.
    package static func decode(
        _ body: [UInt8], contentEncoding: String?, limit: Int
    ) throws(BodyDecodingError) -> [UInt8] {
        let coding = (contentEncoding ?? "").lowercased().filter { $0 != " " && $0 != "\t" }
        switch coding {
        case "", "identity":
            guard body.count <= limit else { throw tooLarge(limit) }
            return body
        case "gzip", "x-gzip":
            return try inflate(body, .gzip, coding, limit)
        case "deflate":
            return try inflate(body, hasZlibHeader(body) ? .zlib : .raw, coding, limit)
        case _ where coding.contains(","):
            throw BodyDecodingError(.unsupportedCoding, "a body may have one content coding only")
        default:
            throw BodyDecodingError(.unsupportedCoding, "the content codings understood are gzip and deflate")
        }
    }

    private static func inflate(
        _ body: [UInt8], _ format: InflateStream.Format, _ coding: String, _ limit: Int
    ) throws(BodyDecodingError) -> [UInt8] {
        guard let stream = InflateStream(format) else {
            throw BodyDecodingError(.tooLarge, "no memory is left to decode the body")
        }
        switch stream.inflate(body, limit: limit) {
        case .complete(let output): return output
        case .overLimit: throw tooLarge(limit)
        case .truncated: throw BodyDecodingError(.corrupt, "the \(coding) data ends early")
        case .damaged: throw BodyDecodingError(.corrupt, "the \(coding) data is damaged")
        case .trailing(let count):
            throw BodyDecodingError(.corrupt, "\(count) bytes follow the end of the \(coding) data")
        }
    }

    /// Whether the bytes begin as RFC 1950, 2.2 demands: method 8, and a check making the first two divisible by 31.
    private static func hasZlibHeader(_ body: [UInt8]) -> Bool {
        guard body.count >= 2 else { return true }
        return body[0] & 0x0F == 8 && (Int(body[0]) << 8 | Int(body[1])) % 31 == 0
    }

    private static func tooLarge(_ limit: Int) -> BodyDecodingError {
        BodyDecodingError(.tooLarge, "the decoded body is larger than the limit of \(limit) bytes")
    }
}
