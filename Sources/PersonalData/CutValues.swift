/// Values of which a part may stand beside a `…`, where an excerpt was cut: their beginning before it, or their end
/// after it. No shape is left to find them by.
struct CutValues: Sendable {
    private struct Marker: Hashable {
        var type: PIIType
        var text: String
    }

    /// How many scalars of a value are hidden at least: fewer tell nothing, and begin and end too many words.
    private static let fewest = 4
    /// How many bytes of an excerpt are looked at on either side of a `…`.
    private static let reach = 4096
    /// How many bytes a `…` has.
    private static let ellipsis = 3

    /// The markers by values, in the form for comparing, those by their first bytes.
    private var byStart: [UInt32: [[UInt8]: Marker]] = [:]
    /// The same, by their last bytes.
    private var byEnd: [UInt32: [[UInt8]: Marker]] = [:]

    /// Remembers that `marker` stands for `value`.
    mutating func add(_ value: ArraySlice<UInt8>, _ type: PIIType, marker: String) {
        guard value.count > Self.fewest else { return }
        let folded = value.map(Self.folded)
        let marker = Marker(type: type, text: marker)
        byStart[Self.four(folded, at: 0), default: [:]][folded] = marker
        byEnd[Self.four(folded, at: folded.count - Self.fewest), default: [:]][folded] = marker
    }

    /// Returns `text` with markers in the place of what begins a value and ends at a `…`, and of what follows a `…` and
    /// ends a value.
    func marked(_ text: String) -> String {
        guard !byStart.isEmpty, text.utf8.contains(0xE2) else { return text }
        let bytes = Array(text.utf8)
        let folded = bytes.map(Self.folded)
        let marks = bytes.indices.filter { Self.isEllipsis(bytes, at: $0) }
        var result: [UInt8] = []
        var start = 0
        for index in 0...marks.count {
            var end = index < marks.count ? marks[index] : bytes.count
            if index > 0, let (place, marker) = ending(folded, in: start..<end) {
                result += Array(marker.utf8)
                start = place
            }
            if index < marks.count, let (place, marker) = beginning(folded, in: start..<end) {
                result += bytes[start..<place]
                result += Array(marker.utf8)
                start = end
            }
            if index < marks.count { end += Self.ellipsis }
            result += bytes[start..<end]
            start = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the longest beginning of a value stands at the end of `range`, and its marker.
    private func beginning(_ bytes: [UInt8], in range: Range<Int>) -> (place: Int, marker: String)? {
        var place = max(range.lowerBound, range.upperBound - Self.reach)
        while place + Self.fewest <= range.upperBound {
            if let candidates = byStart[Self.four(bytes, at: place)] {
                let part = bytes[place..<range.upperBound]
                if let marker = Self.marker(part, candidates.filter { $0.key.starts(with: part) }.values) {
                    return (place, marker)
                }
            }
            place += 1
        }
        return nil
    }

    /// Where the longest end of a value stands at the beginning of `range`, and its marker.
    private func ending(_ bytes: [UInt8], in range: Range<Int>) -> (place: Int, marker: String)? {
        var place = min(range.upperBound, range.lowerBound + Self.reach)
        while place - Self.fewest >= range.lowerBound {
            if let candidates = byEnd[Self.four(bytes, at: place - Self.fewest)] {
                let part = bytes[range.lowerBound..<place]
                let found = candidates.filter { $0.key.count >= part.count && $0.key.suffix(part.count) == part }
                if let marker = Self.marker(part, found.values) { return (place, marker) }
            }
            place -= 1
        }
        return nil
    }

    /// The marker for `part` of one of the values that `found` stand for, without a number when there are several; nil
    /// when there is none, or when it is too short.
    private static func marker(_ part: ArraySlice<UInt8>, _ found: some Sequence<Marker>) -> String? {
        let found = Set(found)
        // A continuation begins no scalar.
        guard let first = found.first, part.count(where: { $0 & 0xC0 != 0x80 }) >= fewest else { return nil }
        let type = found.map(\.type).min { $0.rawValue < $1.rawValue } ?? first.type
        return found.count == 1 ? first.text : type.marker(nil)
    }

    private static func four(_ bytes: [UInt8], at place: Int) -> UInt32 {
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
