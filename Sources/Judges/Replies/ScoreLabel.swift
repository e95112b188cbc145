/// The words that announce a score in plain text, `Score:` and the like.
enum ScoreLabel {
    /// What stands around a label or a value and is no part of it: white space, Markdown's and JSON's marks,
    /// but for the `>` of a quotation.
    static func isDecoration(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "*_#`\"',".unicodeScalars.contains(scalar)
    }

    /// `text` without decoration at both ends.
    static func undecorated(_ text: String) -> String { text.trimmed(isDecoration) }

    /// A label that was read.
    struct Found: Equatable {
        /// Where what it announces begins.
        var end: Int
        /// Whether it is the word that judges are asked for, and no other one.
        var isScore: Bool
    }

    private static let words = ["score", "rating", "评分", "得分", "分数"].map { Array($0.unicodeScalars) }
    private static let qualifiers = ["final", "overall", "my", "最终", "总", "综合"].map { Array($0.unicodeScalars) }

    /// Reads the label with which `range` of `text` begins, decoration and words such as `final` aside.
    static func leading(_ text: [Unicode.Scalar], _ range: Range<Int>) -> Found? {
        var index = skipDecoration(text, range, alsoDashes: true)
        while let qualifier = qualifiers.first(where: { isWord($0, at: index, in: text, range) }) {
            index = skipDecoration(text, index + qualifier.count..<range.upperBound)
        }
        return read(text, at: index, in: range)
    }

    /// The first label within `range` of `text`, wherever it stands.
    static func first(_ text: [Unicode.Scalar], _ range: Range<Int>) -> Found? {
        for index in range {
            let isInWord = index > range.lowerBound && isLetter(text[index - 1]) && text[index].isASCII
            if !isInWord, let found = read(text, at: index, in: range) { return found }
        }
        return nil
    }

    private static func read(_ text: [Unicode.Scalar], at start: Int, in range: Range<Int>) -> Found? {
        guard let word = words.first(where: { isWord($0, at: start, in: text, range) }) else { return nil }
        let separator = skipDecoration(text, start + word.count..<range.upperBound)
        guard separator < range.upperBound, ":=：＝".unicodeScalars.contains(text[separator]) else { return nil }
        return Found(end: separator + 1, isScore: word == words[0])
    }

    /// Whether `word` stands at `start`, in letters of any case, and no letter goes on with it.
    private static func isWord(
        _ word: [Unicode.Scalar], at start: Int, in text: [Unicode.Scalar], _ range: Range<Int>
    ) -> Bool {
        let end = start + word.count
        guard end <= range.upperBound, zip(text[start..<end], word).allSatisfy({ lowercase($0) == $1 }) else {
            return false
        }
        return !word[0].isASCII || end == range.upperBound || !isLetter(text[end])
    }

    private static func skipDecoration(_ text: [Unicode.Scalar], _ range: Range<Int>, alsoDashes: Bool = false) -> Int {
        // A dash begins an item of a list before the label, but a number after the colon.
        range.first { !isDecoration(text[$0]) && !(alsoDashes && text[$0] == "-") } ?? range.upperBound
    }

    private static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}
