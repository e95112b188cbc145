/// How a text is cut into the units that overlap metrics count. The names are the configuration's.
enum Tokenizer: String, CaseIterable {
    /// mteval-v13a, the default of sacreBLEU.
    case mteval13a = "13a"
    /// mteval-v14: cuts at any script's punctuation and symbols.
    case intl
    /// sacreBLEU's for Chinese: each ideograph, the rest as `13a`.
    case zh
    /// Each scalar but whitespace.
    case char
    /// Runs of anything but whitespace: sacreBLEU's name for it.
    case none
    /// Runs of anything but whitespace, as Python's `str.split`.
    case whitespace
    /// What spaces and runs of whitespace separate, as jiwer.
    case spaces
    /// Runs of ASCII letters and digits in lower case, as rouge-score.
    case rougeScore = "rouge_score"
    /// Runs of letters, digits and underscores of any script, as `\w+` in Python.
    case wordCharacters = "word_characters"
    /// Words by UAX #29; Han and Hiragana one character a word.
    case unicodeWords = "unicode_words"
    /// Each character as people see it, but whitespace.
    case graphemes
    /// Each scalar, whitespace too.
    case scalars

    /// The names, for the documentation of a parameter.
    static func list(_ tokenizers: [Tokenizer] = allCases) -> String {
        let names = tokenizers.map(\.rawValue)
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// What each does, for the documentation of a parameter.
    static let summary = """
        13a, intl and zh are sacreBLEU's; whitespace (none) splits as Python does, \
        spaces as jiwer; rouge_score keeps ASCII letters and \
        digits in lower case; word_characters are Python's \\w+; unicode_words are those of UAX #29, Han and Hiragana \
        one character a word; char, graphemes and scalars are characters.
        """

    /// Calls `body` with the bytes of each token of `text`, in order.
    func forEachToken(in text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        switch self {
        case .unicodeWords: UnicodeWords.forEach(in: text, body)
        case .graphemes: Self.forEachGrapheme(in: text, body)
        default: text.withUTF8 { forEachToken(in: $0, body) }
        }
    }

    private func forEachToken(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        switch self {
        case .mteval13a: MTEvalTokenizer.western(bytes, body)
        case .intl: MTEvalTokenizer.international(bytes, body)
        case .zh: MTEvalTokenizer.chinese(bytes, body)
        case .none, .whitespace: Whitespace.forEachWord(in: bytes, body)
        case .spaces: SpaceSeparatedWords.forEach(in: bytes, body)
        case .rougeScore: RougeWords.forEach(in: bytes, body)
        case .wordCharacters: WordCharacters.forEachRun(in: bytes, body)
        case .char: Self.forEachScalar(in: bytes, skipsWhitespace: true, body)
        case .scalars: Self.forEachScalar(in: bytes, skipsWhitespace: false, body)
        case .unicodeWords, .graphemes: break
        }
    }

    private static func forEachScalar(
        in bytes: UnsafeBufferPointer<UInt8>, skipsWhitespace: Bool, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var index = 0
        while index < bytes.count {
            let end = index + UTF8Scalars.length(bytes[index])
            if !skipsWhitespace || Whitespace.length(at: index, in: bytes) == 0 {
                body(UnsafeBufferPointer(rebasing: bytes[index..<end]))
            }
            index = end
        }
    }

    private static func forEachGrapheme(in text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        for character in text where !character.unicodeScalars.allSatisfy(Whitespace.contains) {
            var single = String(character)
            single.withUTF8(body)
        }
    }
}

extension Vocabulary {
    /// The tokens of `text` as numbers.
    mutating func tokens(of text: String, by tokenizer: Tokenizer) -> [Int32] {
        var tokens: [Int32] = []
        tokens.reserveCapacity(text.utf8.count / 2 + 1)
        tokenizer.forEachToken(in: text) { tokens.append(number(of: $0)) }
        return tokens
    }
}
