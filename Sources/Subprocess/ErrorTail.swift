/// The end of what a process wrote to its standard error.
struct ErrorTail {
    private static let capacity = 4_096
    private var bytes: [UInt8] = []

    mutating func append(_ piece: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: piece.suffix(Self.capacity))
        if bytes.count > Self.capacity { bytes.removeFirst(bytes.count - Self.capacity) }
    }

    /// The last line, which most programs name the reason in, with a little of what came before it, as the end of a
    /// message; empty when nothing was written.
    var note: String {
        let lines = String(decoding: bytes, as: UTF8.self).unicodeScalars.split { $0 == "\n" || $0 == "\r" }
            .map(Self.printable).filter { !$0.isEmpty }
        guard let last = lines.last else { return "" }
        let before = lines.dropLast().joined(separator: " ")
        return "; stderr: " + last.prefix(200) + (before.isEmpty ? "" : " (after: \(Self.end(of: before)))")
    }

    private static func printable(_ line: Substring.UnicodeScalarView) -> String {
        let words = line.split { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
        return words.map { String($0) }.joined(separator: " ")
    }

    private static func end(of text: String) -> String { text.count > 200 ? "…" + text.suffix(200) : text }
}
