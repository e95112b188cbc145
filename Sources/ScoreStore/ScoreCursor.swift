import FoundationEssentials

/// The place in the list of scores behind which a page starts: the last score's time and id.
///
/// As text it is Base64 (RFC 4648, section 5) of `1:TIME:ID`; the 1 is the version, so that
/// a later layout can refuse it.
struct ScoreCursor: Equatable {
    var timestamp: Int64
    var id: String

    init(timestamp: Int64, id: String) {
        self.timestamp = timestamp
        self.id = id
    }

    /// Reads a cursor.
    ///
    /// - Throws: `ScoreStoreError` with code `badCursor`.
    init(_ text: String) throws(ScoreStoreError) {
        let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let plain = String(validating: data, as: UTF8.self) else {
            throw Self.refusal
        }
        let parts = plain.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "1", let timestamp = Int64(parts[1]), !parts[2].isEmpty else {
            throw Self.refusal
        }
        self.init(timestamp: timestamp, id: String(parts[2]))
    }

    /// The cursor as text, safe in a URL.
    var text: String {
        Data("1:\(timestamp):\(id)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static let refusal = ScoreStoreError(
        code: .badCursor,
        message: "the cursor was not made by this service; leave it out to start with the newest score")
}
