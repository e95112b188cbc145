/// Words by the boundaries of Unicode's UAX #29 (https://www.unicode.org/reports/tr29/#Word_Boundaries), as the
/// standard library finds them; Han, Hiragana and scripts without spaces give one character a word.
enum UnicodeWords {
    /// Calls `body` with each piece between two boundaries that has a letter, a number or an emoji in it.
    static func forEach(in text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.makeContiguousUTF8()
        var start = text.startIndex
        while start < text.endIndex {
            let end = text.wordBoundary(after: start)
            let piece = text[start..<end]
            if piece.unicodeScalars.contains(where: isWordLike) {
                _ = piece.utf8.withContiguousStorageIfAvailable(body)
            }
            start = end
        }
    }

    /// Whether `scalar` makes a word of the piece it is in.
    static func isWordLike(_ scalar: Unicode.Scalar) -> Bool {
        if WordCharacters.contains(scalar.value) { return scalar != "_" }
        return scalar.value >= 0x80 && (scalar.properties.isAlphabetic || scalar.properties.isEmojiPresentation)
    }
}
