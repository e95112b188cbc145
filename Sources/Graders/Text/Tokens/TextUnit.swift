/// What a text is a sequence of, where texts are compared unit by unit.
enum TextUnit: String, CaseIterable, Sendable {
    /// Unicode scalars, which other libraries call characters or code points.
    case scalars
    /// Characters as people see them: extended grapheme clusters of UAX #29.
    case graphemes
    /// Words and punctuation marks, cut at the word boundaries of UAX #29; white space is left out.
    case words

    /// Cuts `text` in units: scalars have their own numbers, the others get theirs from `names`.
    func split(_ text: String, _ names: inout UnitNames) -> [UInt32] {
        var units: [UInt32] = []
        switch self {
        case .scalars: return text.unicodeScalars.map(\.value)
        case .graphemes: forEachPiece(of: text) { units.append(names.number(of: $0)) }
        case .words:
            forEachPiece(of: text) { if !Whitespace.trimmed($0).isEmpty { units.append(names.number(of: $0)) } }
        }
        return units
    }

    /// How many units `text` has.
    func count(_ text: String) -> Int {
        switch self {
        case .scalars: return text.unicodeScalars.count
        case .graphemes: return text.count
        case .words:
            var count = 0
            forEachPiece(of: text) { if !Whitespace.trimmed($0).isEmpty { count += 1 } }
            return count
        }
    }

    /// Calls `body` with the bytes between each two boundaries of graphemes or words.
    private func forEachPiece(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.makeContiguousUTF8()
        var start = text.startIndex
        while start < text.endIndex {
            let end = self == .words ? text.wordBoundary(after: start) : text.index(after: start)
            _ = text[start..<end].utf8.withContiguousStorageIfAvailable(body)
            start = end
        }
    }
}

/// Numbers for units longer than a scalar, from 0 up, the same for the same bytes.
struct UnitNames {
    private var words = Vocabulary()

    /// The number of `unit`, which is not empty.
    mutating func number(of unit: UnsafeBufferPointer<UInt8>) -> UInt32 { UInt32(words.number(of: unit)) }
}
