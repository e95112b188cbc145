/// A text as numbers of words, with the places where its lines begin.
struct TokenLines {
    /// The words of all lines.
    var tokens: [Int32] = []
    /// Where each line with a word in it begins.
    var starts: [Int] = []

    /// The words of each line.
    var lines: [ArraySlice<Int32>] {
        zip(starts, starts.dropFirst() + [tokens.count]).map { tokens[$0..<$1] }
    }

    /// Replaces each word by `replacements[word]`.
    mutating func replace(by replacements: [Int32]) {
        for index in tokens.indices { tokens[index] = replacements[Int(tokens[index])] }
    }
}

/// Cuts texts in words, line by line when asked.
struct TokenizedLines {
    let tokenizer: Tokenizer
    let splitsLines: Bool
    /// The words seen so far.
    private(set) var words = Vocabulary()

    init(tokenizer: Tokenizer, splitsLines: Bool) {
        self.tokenizer = tokenizer
        self.splitsLines = splitsLines
    }

    /// Cuts `text`; lines end at a line feed.
    mutating func add(_ text: String) -> TokenLines {
        guard splitsLines else { return TokenLines(tokens: words.tokens(of: text, by: tokenizer), starts: [0]) }
        var result = TokenLines()
        for line in text.utf8.split(separator: 0x0A) {
            let tokens = words.tokens(of: String(Substring(line)), by: tokenizer)
            guard !tokens.isEmpty else { continue }
            result.starts.append(result.tokens.count)
            result.tokens += tokens
        }
        return result
    }
}
