import JSON

/// The traces of a file: NDJSON, a JSON array, or one object over several lines.
struct TraceFile {
    /// One trace or event, with the line it begins on.
    struct Line: Sendable {
        var number: Int
        var bytes: [UInt8]
    }

    let lines: [Line]

    init(_ bytes: [UInt8]) {
        if (try? JSONDocument.withParsed(bytes) { $0.kind }) != nil {
            let isArray = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "[")
            lines = Self.lines(isArray ? JSONText.elementRanges(ofArray: bytes) : [0..<bytes.count], of: bytes)
        } else {
            lines = Self.lines(JSONText.lineRanges(bytes), of: bytes)
        }
    }

    /// Numbers `ranges`, which ascend, in one pass over the file: counting from its beginning for each of them would
    /// make a file of twice the size four times the work.
    private static func lines(_ ranges: [Range<Int>], of bytes: [UInt8]) -> [Line] {
        var number = 1
        var counted = 0
        return ranges.map { range in
            number += bytes[counted..<range.lowerBound].count { $0 == 0x0A }
            counted = range.lowerBound
            return Line(number: number, bytes: Array(bytes[range]))
        }
    }
}
