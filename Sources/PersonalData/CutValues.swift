/// Values whose beginning may stand before a `…`, where an excerpt was cut: no shape is left to find them by.
struct CutValues: Sendable {
    private struct Marker: Hashable {
        var type: PIIType
        var text: String
    }

    /// How many scalars of a value are hidden at least: fewer tell nothing, and begin too many words.
    private static let fewest = 4
    /// How many bytes of an excerpt are looked at before its end.
    private static let reach = 4096

    /// The markers by values, in the form for comparing, those by their first bytes.
    private var values: [UInt32: [[UInt8]: Marker]] = [:]

    /// Remembers that `marker` stands for `value`.
    mutating func add(_ value: ArraySlice<UInt8>, _ type: PIIType, marker: String) {
        guard value.count > Self.fewest else { return }
        let folded = value.map(Self.folded)
        values[Self.head(folded, at: 0), default: [:]][folded] = Marker(type: type, text: marker)
    }

    /// Returns `text` with markers in the place of what begins a value and ends at a `…`.
    func marked(_ text: String) -> String {
        guard !values.isEmpty, text.utf8.contains(0xE2) else { return text }
        let bytes = Array(text.utf8)
        let folded = bytes.map(Self.folded)
        var result: [UInt8] = []
        var start = 0
        for end in bytes.indices where Self.isEllipsis(bytes, at: end) {
            if let (place, marker) = cut(folded, in: start..<end) {
                result += bytes[start..<place]
                result += Array(marker.utf8)
            } else {
                result += bytes[start..<end]
            }
            start = end
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    /// Where the longest beginning of a value stands at the end of `range`, and its marker; without a number when
    /// several values begin so.
    private func cut(_ bytes: [UInt8], in range: Range<Int>) -> (place: Int, marker: String)? {
        var place = max(range.lowerBound, range.upperBound - Self.reach)
        while place + Self.fewest <= range.upperBound {
            if let candidates = values[Self.head(bytes, at: place)] {
                let tail = bytes[place..<range.upperBound]
                let found = Set(candidates.filter { $0.key.starts(with: tail) }.values)
                // A continuation begins no scalar.
                if tail.count(where: { $0 & 0xC0 != 0x80 }) >= Self.fewest, let first = found.first {
                    let type = found.map(\.type).min { $0.rawValue < $1.rawValue } ?? first.type
                    return (place, found.count == 1 ? first.text : type.marker(nil))
                }
            }
            place += 1
        }
        return nil
    }

    private static func head(_ bytes: [UInt8], at place: Int) -> UInt32 {
        bytes[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }

    private static func isEllipsis(_ bytes: [UInt8], at place: Int) -> Bool {
        bytes[place] == 0xE2 && place + 2 < bytes.count && bytes[place + 1] == 0x80 && bytes[place + 2] == 0xA6
    }

    /// Excerpts may be in lower case, and have spaces for control characters.
    private static func folded(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x41...0x5A: byte | 0x20
        case 0..<0x20, 0x7F: 0x20
        default: byte
        }
    }
}
