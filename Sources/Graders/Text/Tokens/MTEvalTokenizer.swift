/// The tokenizers of NIST's mteval scripts as sacreBLEU has them: a few substitutions, then a split at whitespace.
///
/// The substitutions of `western` look at ASCII only, so they work on bytes: no byte of a longer sequence is a digit or
/// a mark. Each pass goes over the text once and never matches what it has written.
enum MTEvalTokenizer {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// mteval-v13a: joins hyphenated lines, undoes four XML entities, sets ASCII marks apart, full stop and comma
    /// unless between digits, the hyphen after a digit.
    static func western(_ text: Bytes, _ body: (Bytes) -> Void) {
        let trimmed = Whitespace.trimmedEnd(text)
        var line: [UInt8] = []
        line.reserveCapacity(trimmed.count + 2)
        line.append(0x20)
        line.append(contentsOf: trimmed)
        cleanUp(&line)
        line.append(0x20)
        split(line, body)
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
        split(line, body)
    }

    /// What comes before the marks; `line` has a space in front, which no substitution can match.
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

    /// The four substitutions for ASCII marks, then the split.
    private static func split(_ line: [UInt8], _ body: (Bytes) -> Void) {
        // A mark gets two spaces, a full stop at most three units more: within five times the line.
        let half = line.count * 5 + 16
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * half) { memory in
            let first = UnsafeMutableBufferPointer(rebasing: memory[..<half])
            let second = UnsafeMutableBufferPointer(rebasing: memory[half...])
            var length = line.withUnsafeBufferPointer { setMarksApart($0, into: first) }
            length = StopSeparation<WesternStops>.afterOther(Bytes(rebasing: first[..<length]), into: second)
            length = StopSeparation<WesternStops>.beforeOther(Bytes(rebasing: second[..<length]), into: first)
            length = setHyphensApart(Bytes(rebasing: first[..<length]), into: second)
            Whitespace.forEachWord(in: Bytes(rebasing: second[..<length]), body)
        }
    }

    private enum WesternStops: StopRules {
        @inline(__always)
        static func isStop(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x2C }
        @inline(__always)
        static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    }

    /// Spaces around every ASCII mark but apostrophe, comma, hyphen and full stop.
    private static func setMarksApart(_ text: Bytes, into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var length = 0
        for byte in text {
            let isMark = isMark(byte)
            if isMark {
                target[length] = 0x20
                target[length + 1] = byte
                target[length + 2] = 0x20
                length += 3
            } else {
                target[length] = byte
                length += 1
            }
        }
        return length
    }

    /// Whether `byte` is a mark that is set apart everywhere: punctuation but the apostrophe, comma, hyphen and stop.
    @inline(__always)
    private static func isMark(_ byte: UInt8) -> Bool { ASCIIPunctuation.contains(byte, butNot: 0x7080_0000_0000) }

    /// Sets apart each hyphen after a digit.
    private static func setHyphensApart(_ text: Bytes, into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var length = 0
        var previous: UInt8 = 0
        for byte in text {
            if byte == 0x2D && WesternStops.isDigit(previous) {
                target[length] = 0x20
                target[length + 1] = byte
                target[length + 2] = 0x20
                length += 3
            } else {
                target[length] = byte
                length += 1
            }
            previous = byte
        }
        return length
    }
}
