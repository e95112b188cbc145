@_spi(_Unicode) import Swift

/// What a text is a sequence of, where texts are compared unit by unit.
enum TextUnit: String, CaseIterable, Sendable {
    /// Unicode scalars, which other libraries call characters or code points.
    case scalars
    /// Characters as people see them: extended grapheme clusters of UAX #29.
    case graphemes
    /// Words and punctuation marks, cut at the word boundaries of UAX #29; white space is left out.
    case words

    /// Cuts `text` in units. A unit of one scalar has that scalar's number; the others get numbers from `names`.
    func split(_ text: String, _ names: inout UnitNames) -> [UInt32] {
        switch self {
        case .scalars: return text.unicodeScalars.map(\.value)
        case .graphemes: return text.map { names.number(of: String($0)) }
        case .words:
            var units: [UInt32] = []
            var start = text.startIndex
            while start < text.endIndex {
                // The same boundaries as those of `\b` in the standard library's patterns.
                let end = max(text._wordIndex(after: start), text.unicodeScalars.index(after: start))
                let word = text[start..<end]
                if !word.unicodeScalars.allSatisfy(Whitespace.contains) { units.append(names.number(of: String(word))) }
                start = end
            }
            return units
        }
    }

    /// How many units `text` has.
    func count(_ text: String) -> Int {
        switch self {
        case .scalars: return text.unicodeScalars.count
        case .graphemes: return text.count
        case .words:
            var names = UnitNames()
            return split(text, &names).count
        }
    }
}

/// Numbers for units longer than a scalar, the same for the same scalars.
struct UnitNames {
    private var numbers: [[UInt8]: UInt32] = [:]

    /// The number of `unit`, which is not empty.
    mutating func number(of unit: String) -> UInt32 {
        let scalars = unit.unicodeScalars
        if scalars.count == 1, let first = scalars.first { return first.value }
        // The first number that is no scalar's.
        let next = UInt32(0x11_0000 + numbers.count)
        let key = Array(unit.utf8)
        if let known = numbers[key] { return known }
        numbers[key] = next
        return next
    }
}
