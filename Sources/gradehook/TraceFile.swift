import JSON

/// The traces of a file: NDJSON, a JSON array, or one object over several lines.
struct TraceFile {
    /// One trace or event, with the line it begins on.
    struct Line {
        var number: Int
        var bytes: [UInt8]
    }

    let lines: [Line]

    init(_ bytes: [UInt8]) {
        if (try? JSONDocument.withParsed(bytes) { $0.kind }) != nil {
            let isArray = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "[")
            let ranges = isArray ? JSONText.elementRanges(ofArray: bytes) : [0..<bytes.count]
            lines = ranges.map { Line(number: Self.line(of: $0.lowerBound, in: bytes), bytes: Array(bytes[$0])) }
        } else {
            lines = JSONText.lineRanges(bytes).map {
                Line(number: Self.line(of: $0.lowerBound, in: bytes), bytes: Array(bytes[$0]))
            }
        }
    }

    private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
        1 + bytes[..<offset].count { $0 == 0x0A }
    }
}
