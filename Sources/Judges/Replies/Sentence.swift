/// A sentence of a text, which ends on its line at the latest.
struct Sentence: Equatable {
    /// Its place among the scalars of the text.
    var range: Range<Int>
    /// Whether no other words stand on its line.
    var isAlone = false
    /// Whether it begins outside of braces.
    var isOutsideBraces: Bool

    /// The sentences of `text` that have a letter or a digit; whole lines unless `splitting` them.
    static func all(in text: [Unicode.Scalar], splitting: Bool) -> [Sentence] {
        var splitter = SentenceSplitter(text: text, isSplitting: splitting)
        return splitter.sentences()
    }
}

/// Goes through a text once, from its first scalar to its last.
private struct SentenceSplitter {
    let text: [Unicode.Scalar]
    let isSplitting: Bool
    private var found: [Sentence] = []
    private var lineStart = 0
    private var start = 0
    private var startsOutsideBraces = true
    private var braces = 0
    private var label: (start: Int, isFound: Bool)?

    init(text: [Unicode.Scalar], isSplitting: Bool) {
        self.text = text
        self.isSplitting = isSplitting
    }

    mutating func sentences() -> [Sentence] {
        for index in text.indices {
            let scalar = text[index]
            if scalar.isNewline {
                endSentence(at: index)
                endLine()
                start = index + 1
                continue
            }
            if scalar == "{" { braces += 1 }
            if scalar == "}" { braces = max(0, braces - 1) }
            if isSplitting, isEnd(index) {
                endSentence(at: index + 1)
                start = index + 1
            }
        }
        endSentence(at: text.count)
        endLine()
        return found
    }

    private mutating func endSentence(at end: Int) {
        if text[start..<end].contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
            found.append(Sentence(range: start..<end, isOutsideBraces: startsOutsideBraces))
        }
        startsOutsideBraces = braces == 0
    }

    private mutating func endLine() {
        if found.count == lineStart + 1 { found[lineStart].isAlone = true }
        lineStart = found.count
    }

    /// Whether a sentence ends with the scalar at `index`: a stop, perhaps with closing marks behind it, and then a space.
    private mutating func isEnd(_ index: Int) -> Bool {
        if "。！？".unicodeScalars.contains(text[index]) { return true }
        guard index + 1 < text.count, text[index + 1].properties.isWhitespace else { return false }
        var stop = index
        while stop > start, "*_`\"'”’)]".unicodeScalars.contains(text[stop]) { stop -= 1 }
        if "!?".unicodeScalars.contains(text[stop]) { return true }
        return text[stop] == "." && !isAbbreviation(endingAt: stop)
    }

    /// Whether the point at `stop` belongs to a word such as `e.g.`, behind which the sentence goes on.
    ///
    /// One letter is such a word, unless the sentence names a score: then it may be the label asked for.
    private mutating func isAbbreviation(endingAt stop: Int) -> Bool {
        var first = stop
        while first > start, text[first - 1].properties.isAlphabetic || text[first - 1] == "." { first -= 1 }
        let word = String(String.UnicodeScalarView(text[first..<stop])).lowercased()
        return word.contains(".") || ["eg", "ie", "cf", "vs", "etc", "viz"].contains(word)
            || (word.utf8.count == 1 && !namesScore(before: stop))
    }

    /// Whether the sentence begins with the label of a score, which no point before `stop` parts from it.
    private mutating func namesScore(before stop: Int) -> Bool {
        // Looked for once a sentence: no label has a point in it, so a later one changes nothing.
        if label?.start != start { label = (start: start, isFound: ScoreLabel.leading(text, start..<stop) != nil) }
        return label?.isFound == true
    }
}

extension Unicode.Scalar {
    /// Whether a line ends here (https://www.unicode.org/standard/reports/tr13/tr13-5.html).
    var isNewline: Bool { (0x0A...0x0D).contains(value) || [0x85, 0x2028, 0x2029].contains(value) }
}
