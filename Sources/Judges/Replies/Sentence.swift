/// A sentence of a text, which ends on its line at the latest.
struct Sentence: Equatable {
    /// Its place among the scalars of the text.
    var range: Range<Int>
    /// Whether no other words stand on its line.
    var isAlone = false
    /// Whether it begins outside of braces.
    var isOutsideBraces: Bool
    /// Whether it begins and ends outside of quotation marks that its line has opened.
    var isOutsideQuotation: Bool

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
    private var startsOutsideQuotation = true
    private var braces = 0
    private var quotation = Quotation()

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
            quotation.pass(scalar)
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
        let isOutside = startsOutsideQuotation && quotation.isClosed
        if text[start..<end].contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
            found.append(
                Sentence(range: start..<end, isOutsideBraces: startsOutsideBraces, isOutsideQuotation: isOutside))
        }
        startsOutsideBraces = braces == 0
        startsOutsideQuotation = quotation.isClosed
    }

    private mutating func endLine() {
        if found.count == lineStart + 1 { found[lineStart].isAlone = true }
        lineStart = found.count
        quotation = Quotation()
        startsOutsideQuotation = true
    }

    /// Whether a sentence ends with the scalar at `index`: a stop, perhaps with closing marks behind it, and then a space.
    private func isEnd(_ index: Int) -> Bool {
        if "。！？".unicodeScalars.contains(text[index]) { return true }
        guard index + 1 < text.count, text[index + 1].properties.isWhitespace else { return false }
        var stop = index
        while stop > start, "*_`\"'”’)]".unicodeScalars.contains(text[stop]) { stop -= 1 }
        if "!?".unicodeScalars.contains(text[stop]) { return true }
        return text[stop] == "." && !isAbbreviation(endingAt: stop)
    }

    /// Whether the point at `stop` belongs to a word such as `e.g.`, behind which the sentence goes on.
    private func isAbbreviation(endingAt stop: Int) -> Bool {
        var first = stop
        while first > start, text[first - 1].properties.isAlphabetic || text[first - 1] == "." { first -= 1 }
        let word = String(String.UnicodeScalarView(text[first..<stop])).lowercased()
        return word.contains(".") || ["eg", "ie", "cf", "vs", "etc", "viz"].contains(word)
            || word.utf8.count == 1
    }
}

/// Which quotation marks are open.
private struct Quotation {
    private var straight = false
    private var backtick = false
    private var depth = 0

    var isClosed: Bool { !straight && !backtick && depth == 0 }

    mutating func pass(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": straight.toggle()
        case "`": backtick.toggle()
        case "“", "«", "「", "『": depth += 1
        case "”", "»", "」", "』": depth = max(0, depth - 1)
        default: break
        }
    }
}

extension Unicode.Scalar {
    /// Whether a line ends here (https://www.unicode.org/standard/reports/tr13/tr13-5.html).
    fileprivate var isNewline: Bool { (0x0A...0x0D).contains(value) || [0x85, 0x2028, 0x2029].contains(value) }
}
