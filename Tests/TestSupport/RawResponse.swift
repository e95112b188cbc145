/// An answer taken apart just far enough to be checked.
package struct RawResponse: Sendable {
    /// The status code.
    package let status: Int
    /// Names as received and values without the blanks around them.
    package let headers: [(name: String, value: String)]
    /// The body.
    package let body: [UInt8]
    /// How many bytes the whole answer takes.
    package let byteCount: Int

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The first value of a header field; names compare without case.
    package subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Reads the answer that `bytes` begin with; nil while some of it is missing.
    package init?(_ bytes: [UInt8], isHead: Bool = false) {
        guard let end = Self.endOfHead(bytes) else { return nil }
        var lines = String(decoding: bytes[..<(end - 4)], as: UTF8.self).split(separator: "\r\n")[...]
        let words = (lines.popFirst() ?? "").split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        let headers = lines.map { line -> (name: String, value: String) in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count == 2 ? String(parts[1].drop { $0 == " " }) : "")
        }
        let announced = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) }
        let length = isHead || status < 200 || status == 204 || status == 304 ? 0 : announced ?? 0
        guard bytes.count >= end + length else { return nil }
        self.status = status
        byteCount = end + length
        self.headers = headers
        body = Array(bytes[end..<(end + length)])
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for end in 4...bytes.count where bytes[end - 1] == 10 && bytes[end - 2] == 13 {
            if bytes[end - 3] == 10, bytes[end - 4] == 13 { return end }
        }
        return nil
    }
}
