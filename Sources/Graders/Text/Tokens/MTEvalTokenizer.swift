/// The tokenizers of NIST's mteval scripts as sacreBLEU has them: a few substitutions, then a split at whitespace.
///
/// The substitutions of `western` look at ASCII only, so they work on bytes: no byte of a longer sequence is a digit or
/// a mark.
enum MTEvalTokenizer {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// mteval-v13a: joins hyphenated lines, undoes four XML entities, sets ASCII marks apart, full stop and comma
    /// unless between digits, the hyphen after a digit.
    static func western(_ text: Bytes, _ body: (Bytes) -> Void) {
        guard needsCleanUp(text) else {
            return MarkSeparation<WesternMarks>.forEachToken(in: text, isPadded: true, body)
        }
        var line = Array(Whitespace.trimmedEnd(text))
        cleanUp(&line)
        line.withUnsafeBufferPointer { MarkSeparation<WesternMarks>.forEachToken(in: $0, isPadded: true, body) }
    }

    /// sacreBLEU's `zh`: sets every Chinese character apart, then the marks.
    static func chinese(_ text: Bytes, _ body: (Bytes) -> Void) {
        let text = Whitespace.trimmed(text)
        var line: [UInt8] = []
        line.reserveCapacity(text.count * 5 / 3)
        var index = 0
        while index < text.count {
            let end = index + UTF8Scalars.length(text[index])
            let isApart = isChinese(UTF8Scalars.scalar(at: index, in: text))
            if isApart { line.append(0x20) }
            line.append(contentsOf: text[index..<end])
            if isApart { line.append(0x20) }
            index = end
        }
        line.withUnsafeBufferPointer { MarkSeparation<WesternMarks>.forEachToken(in: $0, isPadded: false, body) }
    }

    /// Whether what comes before the marks could change anything: it begins at one of three bytes.
    private static func needsCleanUp(_ text: Bytes) -> Bool {
        // Without an early end the compiler looks at many bytes at once.
        text.reduce(0 as UInt8) { $0 | ($1 == 0x3C || $1 == 0x0A || $1 == 0x26 ? 1 : 0) } != 0
    }

    /// What comes before the marks.
    private static func cleanUp(_ line: inout [UInt8]) {
        if line.contains(0x3C) { BytesReplacement("<skipped>", by: "").apply(to: &line) }
        if line.contains(0x0A) {
            BytesReplacement("-\n", by: "").apply(to: &line)
            BytesReplacement("\n", by: " ").apply(to: &line)
        }
        if line.contains(0x26) {
            BytesReplacement("&quot;", by: "\"").apply(to: &line)
            BytesReplacement("&amp;", by: "&").apply(to: &line)
            BytesReplacement("&lt;", by: "<").apply(to: &line)
            BytesReplacement("&gt;", by: ">").apply(to: &line)
        }
    }
}

/// The marks of `13a` and `zh`: ASCII only. The apostrophe is none.
private enum WesternMarks: MarkRules {
    @inline(__always)
    static func kind(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> (kind: MarkKind, length: Int) {
        let byte = text[index]
        if byte &- 0x30 < 10 { return (.digit, 1) }
        let space = Whitespace.length(at: index, in: text)
        if space > 0 { return (.space, space) }
        switch byte {
        case 0x2C, 0x2E: return (.stop, 1)
        case 0x2D: return (.hyphen, 1)
        default: return (byte != 0x27 && ASCIIPunctuation.contains(byte) ? .mark : .other, 1)
        }
    }
}
