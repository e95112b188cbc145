import JSON

/// Puts scores together to the body of a request.
enum ScoreRequestBody {
    /// The route, below `/api/public`, that takes bodies of `mode`.
    static func path(_ mode: ScoreWriteMode) -> String { mode == .ingestion ? "/ingestion" : "/scores" }

    /// Returns the body of a request with `scores`; `.single` takes the first.
    static func make(_ scores: [OutgoingScore], mode: ScoreWriteMode) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scores.reduce(32) { $0 + $1.size })
        switch mode {
        case .single: return scores.first?.body ?? []
        case .array:
            bytes.append(0x5B)
            join(scores, into: &bytes) { $1 += $0.body }
            bytes.append(0x5D)
        case .ingestion:
            bytes += Array("{\"batch\":[".utf8)
            join(scores, into: &bytes, envelope)
            bytes += Array("]}".utf8)
        }
        return bytes
    }

    /// The event that carries a score. Its timestamp becomes the score's: the only way to set it before 4.59.
    private static func envelope(_ score: OutgoingScore, _ bytes: inout [UInt8]) {
        bytes += Array("{\"id\":".utf8)
        JSONValue.string(score.envelopeID).write(into: &bytes)
        bytes += Array(",\"type\":\"score-create\",\"timestamp\":\"\(score.timestamp)\",\"body\":".utf8)
        bytes += score.body
        bytes.append(0x7D)
    }

    private static func join(
        _ scores: [OutgoingScore], into bytes: inout [UInt8], _ append: (OutgoingScore, inout [UInt8]) -> Void
    ) {
        for (index, score) in scores.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            append(score, &bytes)
        }
    }
}
