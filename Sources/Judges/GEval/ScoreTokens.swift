/// Finds the place of the score among the tokens of a reply.
enum ScoreTokens {
    /// One token of a reply with the tokens that could have stood in its place.
    struct Token: Sendable {
        /// The token as it stands in the reply.
        var text: String
        /// What could have stood there, with the natural logarithms of the probabilities.
        var candidates: [(token: String, logprob: Double)]
    }

    /// The token, trimmed like its candidates, of the number that follows the last `"score":` in the reply; nil when there
    /// is none, or when it is not one token by itself, so that a candidate would be a part of a number.
    ///
    /// The last one counts: the reason, which comes first, may quote a score of the graded text.
    static func token(in tokens: [Token]) -> Token? {
        let bytes = Array(tokens.map(\.text).joined().utf8)
        guard let colon = lastKeyEnd(bytes) else { return nil }
        guard let first = bytes[colon...].firstIndex(where: { !isSpace($0) }), isDigit(bytes[first]) else { return nil }
        let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        // A fraction is no whole number.
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: ".") { return nil }
        var start = 0
        for token in tokens {
            let next = start + token.text.utf8.count
            if start <= first, first < next {
                let inside = Array(bytes[start..<next])
                guard end <= next, inside.allSatisfy({ isDigit($0) || isSpace($0) }) else { return nil }
                return Token(
                    text: token.text.trimmed, candidates: token.candidates.map { ($0.token.trimmed, $0.logprob) })
            }
            start = next
        }
        return nil
    }

    /// The place after the colon of the last member `score`.
    private static func lastKeyEnd(_ bytes: [UInt8]) -> Int? {
        let key = Array("\"score\"".utf8)
        guard bytes.count > key.count else { return nil }
        for start in stride(from: bytes.count - key.count - 1, through: 0, by: -1)
        where bytes[start...].starts(with: key) {
            let after = bytes[(start + key.count)...]
            guard let colon = after.firstIndex(where: { !isSpace($0) }), bytes[colon] == UInt8(ascii: ":") else {
                continue
            }
            return colon + 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
