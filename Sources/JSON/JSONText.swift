/// Finds the parts of a JSON text that has been validated, or of several in one body, without parsing them.
package enum JSONText {
    /// Returns where each element of the top-level array lies, without the white space around it; none when `bytes`
    /// hold no array.
    ///
    /// `bytes` must have been validated as one JSON document; for anything else the answer means nothing.
    package static func elementRanges(ofArray bytes: [UInt8]) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { elementRanges(ofArray: $0) }
    }

    /// Returns where each line of NDJSON lies, without its line ending; lines of white space only are left out.
    ///
    /// A line ends with LF or CR LF; the last one may end with the text.
    package static func lineRanges(_ bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                // No line feed can be inside a JSON string, where it must be escaped.
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                let line = trimmed(bytes, start..<end)
                if !line.isEmpty { ranges.append(line) }
                start = end + 1
            }
        }
        return ranges
    }

    /// Returns the position after the string whose opening quote is at `start`, or the end of the text.
    static func endOfString(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        var position = start + 1
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""): return position + 1
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return text.count
    }

    private static func elementRanges(ofArray bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var position = bytes.firstIndex { !isWhiteSpace($0) } ?? bytes.count
        guard position < bytes.count, bytes[position] == UInt8(ascii: "[") else { return [] }
        position += 1
        var ranges: [Range<Int>] = []
        var start = position
        var depth = 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position = endOfString(bytes, at: position)
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 1:
                ranges.append(trimmed(bytes, start..<position))
                start = position + 1
            default: break
            }
            if depth == 0 { break }
            position += 1
        }
        let last = trimmed(bytes, start..<min(position, bytes.count))
        // Only an empty array has nothing before its closing bracket.
        if !last.isEmpty { ranges.append(last) }
        return ranges
    }

    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isWhiteSpace(bytes[lower]) { lower += 1 }
        while upper > lower, isWhiteSpace(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
