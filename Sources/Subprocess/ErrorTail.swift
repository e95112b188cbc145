/// The end of what a process wrote to its standard error.
struct ErrorTail {
    private static let capacity = 4_096
    private let mask: SecretMask
    private var bytes: [UInt8] = []
    private var isCut = false

    init(_ mask: SecretMask) { self.mask = mask }

    /// As much more as the longest secret, so that one which lies across the beginning is still known.
    private var kept: Int { Self.capacity + mask.longest }

    mutating func append(_ piece: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: piece.suffix(kept))
        isCut = isCut || piece.count > kept || bytes.count > kept
        if bytes.count > kept { bytes.removeFirst(bytes.count - kept) }
    }

    /// The last line, which most programs name the reason in, with a little of what came before it, as the end of a
    /// message; empty when nothing was written. Secrets are masked.
    var note: String {
        // What is left of a secret whose beginning was cut off can only lie in the first bytes.
        var text = mask.masked(bytes)[...]
        // Nor may the rest of a scalar stand behind the `…`: the end of a value would not be known there.
        if isCut { text = text.dropFirst(mask.longest).drop { $0 & 0xC0 == 0x80 } }
        var lines = String(decoding: text, as: UTF8.self).unicodeScalars.split { $0 == "\n" || $0 == "\r" }
            .map(Self.printable).filter { !$0.isEmpty }
        // Whoever hides more than secrets must see where a value may have lost its beginning or its end.
        if isCut, let first = lines.first { lines[0] = "…" + first }
        guard let last = lines.last else { return "" }
        let before = lines.dropLast().joined(separator: " ")
        return "; stderr: " + Self.start(of: last) + (before.isEmpty ? "" : " (after: \(Self.end(of: before)))")
    }

    private static func printable(_ line: Substring.UnicodeScalarView) -> String {
        let words = line.split { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
        return words.map { String($0) }.joined(separator: " ")
    }

    private static func start(of text: String) -> String { text.count > 200 ? text.prefix(200) + "…" : text }

    private static func end(of text: String) -> String { text.count > 200 ? "…" + text.suffix(200) : text }
}
