/// The end of what a process wrote to its standard error.
struct ErrorTail {
    private static let capacity = 4_096
    private var bytes: [UInt8] = []

    mutating func append(_ piece: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: piece.suffix(Self.capacity))
        if bytes.count > Self.capacity { bytes.removeFirst(bytes.count - Self.capacity) }
    }

    /// The last 300 characters on one line, as the end of a message; empty when nothing was written.
    var note: String {
        let words = String(decoding: bytes, as: UTF8.self).unicodeScalars
            .split { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
            .map { String($0) }
        guard !words.isEmpty else { return "" }
        let text = words.joined(separator: " ").unicodeScalars
        let end = String(String.UnicodeScalarView(text.suffix(300)))
        return "; it last wrote to its standard error: " + (text.count > 300 ? "…" : "") + end
    }
}
