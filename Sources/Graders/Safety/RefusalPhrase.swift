/// A phrase to find as whole words, where its script has spaces.
struct RefusalPhrase: Sendable {
    /// The phrase, in lower case.
    let text: String
    /// Whether its last word may be the beginning of a longer one.
    private let mayGoOn: Bool

    /// Creates a phrase of whole words.
    init(_ text: String) { (self.text, mayGoOn) = (text, false) }

    /// Reads a phrase as it is listed: with a final `*` its last word may go on.
    init(listed: String) {
        mayGoOn = listed.utf8.last == UInt8(ascii: "*")
        text = mayGoOn ? String(listed.unicodeScalars.dropLast()) : listed
    }

    /// Whether the phrase, which is not empty, stands in `text`.
    func occurs(in text: String) -> Bool {
        SubstringSearch.contains(text, self.text) { bytes, range in
            let isWhole = mayGoOn || !Self.joins(at: range.upperBound, in: bytes)
            return isWhole && !Self.joins(at: range.lowerBound, in: bytes)
        }
    }

    /// Whether the scalars on both sides of `index` are parts of one word, as far as a script with spaces tells.
    private static func joins(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index > 0 && index < bytes.count else { return false }
        let before = UTF8Scalars.start(before: index, in: bytes)
        return isLetter(UTF8Scalars.scalar(at: before, in: bytes)) && isLetter(UTF8Scalars.scalar(at: index, in: bytes))
    }

    private static func isLetter(_ scalar: UInt32) -> Bool {
        let isMark = Unicode.Scalar(scalar)?.properties.canonicalCombiningClass != .notReordered
        return (WordCharacters.contains(scalar) || isMark) && !isWrittenWithoutSpaces(scalar)
    }

    /// Whether words of the scalar's script follow each other without spaces, or, as in Korean, take endings: Thai and
    /// Lao, Burmese, Khmer, Hangul, kana and Han (https://www.unicode.org/Public/UNIDATA/Blocks.txt).
    private static func isWrittenWithoutSpaces(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x2E80...0x9FFF, 0xA960...0xA97F,
            0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFFDC, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
