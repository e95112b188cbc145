import RegularExpressions

/// Values of which a part may stand beside a `…`, where an excerpt was cut: their beginning before it, or their end
/// after it. No shape is left to find them by.
struct CutValues: Sendable {
    /// What stands for a value.
    struct Marker: Hashable, Sendable {
        var type: PIIType
        var text: String
    }

    /// A value in the form for comparing, read forward or backward.
    struct Value: Hashable, Sendable {
        var bytes: [UInt8]
        var marker: Marker
    }

    /// How many bytes may be compared for each byte of a text. An excerpt needs some ten; one made to agree with a long
    /// value nearly everywhere needs thousands.
    private static let stepsPerByte = 500
    /// How many bytes a `…` has.
    private static let ellipsis = 3

    private var values: Set<Value> = []
    /// The values in order, and in order backward; nil when some came since.
    private var order: (starts: CutOrder, ends: CutOrder)?

    /// Remembers that `marker` stands for `value`.
    mutating func add(_ value: ArraySlice<UInt8>, _ type: PIIType, marker: String) {
        guard value.count > CutOrder.fewest else { return }
        let value = Value(bytes: value.map(Self.folded), marker: Marker(type: type, text: marker))
        if values.insert(value).inserted { order = nil }
    }

    /// Puts the values in order, which `marked` otherwise does each time.
    mutating func sort() {
        if order == nil { order = ordered() }
    }

    /// Returns `text` with markers in the place of what begins a value and ends at a `…`, and of what follows a `…` and
    /// ends a value.
    ///
    /// - Throws: `MatchLimitError` when too many bytes have to be compared.
    func marked(_ text: String) throws(MatchLimitError) -> String {
        guard !values.isEmpty, text.utf8.contains(0xE2) else { return text }
        let bytes = Array(text.utf8)
        let marks = bytes.indices.filter { Self.isEllipsis(bytes, at: $0) }
        guard !marks.isEmpty else { return text }
        let (starts, ends) = order ?? ordered()
        let folded = bytes.map(Self.folded)
        let backward = Array(folded.reversed())
        var steps = bytes.count * Self.stepsPerByte
        var result: [UInt8] = []
        var start = 0
        for index in 0...marks.count {
            var end = index < marks.count ? marks[index] : bytes.count
            let mirrored = (bytes.count - end)..<(bytes.count - start)
            if index > 0, let (place, marker) = try ends.longest(in: backward, mirrored, steps: &steps) {
                result += Array(marker.utf8)
                start = bytes.count - place
            }
            if index < marks.count, let (place, marker) = try starts.longest(in: folded, start..<end, steps: &steps) {
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

    private func ordered() -> (starts: CutOrder, ends: CutOrder) {
        let backward = values.map { Value(bytes: $0.bytes.reversed(), marker: $0.marker) }
        return (CutOrder(Array(values)), CutOrder(backward))
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
