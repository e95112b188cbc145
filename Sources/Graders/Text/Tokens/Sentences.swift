/// Sentences as far as their marks tell them: an abbreviation before white space ends one too.
enum Sentences {
    /// How many sentences `text` has: runs of words up to a mark before white space or the end, closing quotes and
    /// brackets between them or not, or up to a full-width mark; the last one needs no mark.
    static func count(in text: String) -> Int {
        var count = 0
        var hasWord = false
        var mayEnd = false
        for scalar in text.unicodeScalars {
            if UnicodeWords.isWordLike(scalar) {
                (hasWord, mayEnd) = (true, false)
            } else if marks.contains(scalar) {
                mayEnd = hasWord
            } else if hasWord && (wideMarks.contains(scalar) || mayEnd && Whitespace.contains(scalar)) {
                count += 1
                (hasWord, mayEnd) = (false, false)
            }
        }
        return hasWord ? count + 1 : count
    }

    private static let marks: Set<Unicode.Scalar> = [".", "!", "?", "…"]
    private static let wideMarks: Set<Unicode.Scalar> = ["。", "！", "？", "｡", "।"]
}
