/// Where a text quotes: inside quotation marks, code, a fence, an element `<x>…</x>`, or on a line that begins with `>`
/// (https://spec.commonmark.org/0.31.2/).
///
/// What is in doubt counts as quoted: all that stands behind a mark that nothing closes, and all before a closing mark
/// that nothing opened. An apostrophe is no mark.
struct Quotations {
    /// For each place whether a quotation is open there; one more than there are scalars.
    private let isOpen: ArraySlice<Bool>
    /// The place in `isOpen` behind the last closing mark that nothing opened.
    private let doubtEnd: Int

    /// Looks through `text`. What stands before it, and is parted from it by an object, may have opened a quotation.
    init(in text: [Unicode.Scalar], behind before: String?) {
        let before: [Unicode.Scalar] = before.map { Array($0.unicodeScalars) + ["}"] } ?? []
        var scanner = QuotationScanner(text: before + text)
        scanner.scan()
        isOpen = scanner.isOpen[before.count...]
        doubtEnd = scanner.doubtEnd
    }

    /// Whether the place before the scalar at `index`, or behind the last one, is in no quotation.
    func isOutside(_ index: Int) -> Bool {
        let place = isOpen.startIndex + index
        return place >= doubtEnd && !isOpen[place]
    }
}

/// Goes through a text once, from its first scalar to its last.
private struct QuotationScanner {
    let text: [Unicode.Scalar]
    private(set) var isOpen: [Bool] = []
    private(set) var doubtEnd = 0
    private var index = 0
    private var isLineStart = true
    private var isQuotedLine = false
    private var code: (mark: Unicode.Scalar, length: Int)?
    private var element: (name: String, depth: Int)?
    private var isStraight = false
    private var isSingle = false
    private var depth = 0
    private var singleDepth = 0

    init(text: [Unicode.Scalar]) { self.text = text }

    private var isInside: Bool {
        isQuotedLine || code != nil || element != nil || isStraight || isSingle || depth > 0 || singleDepth > 0
    }

    mutating func scan() {
        while index < text.count {
            passLine(text[index])
            let wasInside = isInside
            let length = passMark()
            isOpen.append(contentsOf: repeatElement(wasInside, count: length))
            index += length
        }
        isOpen.append(isInside)
    }

    private mutating func passLine(_ scalar: Unicode.Scalar) {
        if scalar.isNewline {
            // The place before the line break still belongs to a quoted line.
            isLineStart = true
        } else if isLineStart {
            if index > 0, text[index - 1].isNewline { isQuotedLine = false }
            if scalar == ">" { isQuotedLine = true }
            isLineStart = scalar.properties.isWhitespace || "-*+>".unicodeScalars.contains(scalar)
        }
    }

    /// Passes the mark at `index`, or a scalar that is none; returns how many scalars that were.
    private mutating func passMark() -> Int {
        let scalar = text[index]
        switch scalar {
        case "`", "~": return element == nil ? passRun(of: scalar) : 1
        case "<": return code == nil ? passTag() : 1
        default:
            if code == nil, element == nil { passQuotationMark(scalar) }
            return 1
        }
    }

    /// Passes marks of code in a row: so many of them, or of a fence also more, close what they have opened.
    private mutating func passRun(of mark: Unicode.Scalar) -> Int {
        let end = text[index...].firstIndex { $0 != mark } ?? text.count
        let length = end - index
        if let open = code {
            if open.mark == mark, length == open.length || (open.length >= 3 && length > open.length) { code = nil }
        } else if mark == "`" || length >= 3 {
            code = (mark: mark, length: length)
        }
        return length
    }

    /// Passes a tag. Inside an element only tags of its name count.
    private mutating func passTag() -> Int {
        guard let tag = readTag() else { return 1 }
        if let open = element {
            guard tag.name == open.name else { return tag.length }
            let depth = open.depth + (tag.isClosing ? -1 : 1)
            element = depth == 0 ? nil : (name: open.name, depth: depth)
        } else if tag.isClosing {
            doubtEnd = index + tag.length
        } else if !isWord(index - 1), !["br", "hr", "img"].contains(tag.name) {
            // Behind a word it is a type, as in `List<String>`.
            element = (name: tag.name, depth: 1)
        }
        return tag.length
    }

    /// The tag at `index`; nil when there is none, or one that closes itself.
    private func readTag() -> (name: String, isClosing: Bool, length: Int)? {
        let isClosing = index + 1 < text.count && text[index + 1] == "/"
        let first = index + (isClosing ? 2 : 1)
        guard first < text.count, text[first].properties.isAlphabetic else { return nil }
        let rest = text[first...]
        let end = rest.firstIndex { !$0.properties.isAlphabetic && !"0123456789-_.:".unicodeScalars.contains($0) }
        guard let end, text[end] == ">" || text[end].properties.isWhitespace else { return nil }
        guard let close = text[end...].firstIndex(where: { $0 == ">" || $0 == "<" || $0.isNewline }),
            text[close] == ">", text[close - 1] != "/"
        else { return nil }
        let name = String(String.UnicodeScalarView(text[first..<end])).lowercased()
        return (name, isClosing, close + 1 - index)
    }

    private mutating func passQuotationMark(_ mark: Unicode.Scalar) {
        switch mark {
        case "\"": isStraight.toggle()
        case "'": passSingle()
        case "‘": singleDepth = isClosingPlace ? closed(singleDepth) : singleDepth + 1
        case "’":
            if isWord(index + 1) || (singleDepth == 0 && isPossessive) { return }
            singleDepth = closed(singleDepth)
        // Some languages close with the marks with which others open.
        case "“", "«": depth = isClosingPlace ? closed(depth) : depth + 1
        case "„", "「", "『": depth += 1
        case "”", "»", "」", "』": depth = closed(depth)
        default: break
        }
    }

    private mutating func passSingle() {
        if isWord(index + 1), isWord(index - 1) || isSingle { return }
        if isSingle {
            isSingle = false
        } else if !isWord(index - 1), isLetter(index + 1) || (isSpace(index - 1) && !isSpace(index + 1)) {
            isSingle = true
        } else if !isPossessive {
            doubtEnd = index + 1
        }
    }

    /// How many of `depth` quotations are still open behind the closing mark at `index`.
    private mutating func closed(_ depth: Int) -> Int {
        guard depth == 0 else { return depth - 1 }
        doubtEnd = index + 1
        return 0
    }

    /// Whether a mark at `index` stands where quotations end: behind something, and before a space or punctuation.
    private var isClosingPlace: Bool {
        guard !isSpace(index - 1) else { return false }
        return isSpace(index + 1) || ".,;:!?)".unicodeScalars.contains(text[index + 1])
    }

    /// Whether a mark at `index` may be the apostrophe of `students'`.
    private var isPossessive: Bool { index > 0 && (text[index - 1] == "s" || text[index - 1] == "S") }

    /// Whether there is white space at `place`, or no text any more.
    private func isSpace(_ place: Int) -> Bool {
        !text.indices.contains(place) || text[place].properties.isWhitespace
    }

    private func isLetter(_ place: Int) -> Bool {
        text.indices.contains(place)
            && (text[place].properties.isAlphabetic || ("0"..."9").contains(text[place]))
    }

    /// Whether a letter or a digit of a script that has apostrophes is at `place`: none of those from U+2E80, the radicals
    /// of Chinese, on, which put no space before a quotation.
    private func isWord(_ place: Int) -> Bool { isLetter(place) && text[place].value < 0x2E80 }
}
