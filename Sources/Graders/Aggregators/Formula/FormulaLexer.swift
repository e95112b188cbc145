/// Cuts the text of a formula into tokens.
struct FormulaLexer {
    private let text: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    /// Returns all tokens, the end included.
    static func tokens(of text: String) throws(FormulaError) -> [FormulaToken] {
        var lexer = FormulaLexer(text)
        var tokens: [FormulaToken] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(FormulaError) -> FormulaToken {
        skip { $0.properties.isWhitespace }
        let position = index + 1
        guard let first = peek else { return FormulaToken(kind: .end, position: position) }
        let kind: FormulaToken.Kind
        if Self.isDigit(first) {
            kind = .number(try number(position))
        } else if Self.isNameStart(first) {
            kind = .name(take { Self.isNameStart($0) || Self.isDigit($0) })
        } else if first == "\"" {
            kind = .quoted(try quoted(position))
        } else {
            kind = .symbol(try symbol(first, position))
        }
        return FormulaToken(kind: kind, position: position)
    }

    private mutating func number(_ position: Int) throws(FormulaError) -> Double {
        var digits = take(while: Self.isDigit)
        if peek == "." {
            index += 1
            digits += "." + take(while: Self.isDigit)
        }
        if peek == "e" || peek == "E" {
            index += 1
            digits += "e"
            if let sign = peek, sign == "-" || sign == "+" {
                index += 1
                digits.unicodeScalars.append(sign)
            }
            digits += take(while: Self.isDigit)
        }
        guard let number = Double(digits), number.isFinite else {
            throw FormulaError(position: position, message: "`\(digits)` is not a number")
        }
        return number
    }

    private mutating func quoted(_ position: Int) throws(FormulaError) -> String {
        index += 1
        let name = take { $0 != "\"" }
        guard peek == "\"" else { throw FormulaError(position: position, message: "the quote is not closed") }
        index += 1
        return name
    }

    private mutating func symbol(_ first: Unicode.Scalar, _ position: Int) throws(FormulaError) -> String {
        index += 1
        if let second = peek, second == "=", ["<", ">", "=", "!"].contains(first) {
            index += 1
            return "\(first)="
        }
        guard "+-*/(),<>".unicodeScalars.contains(first) else {
            let hint = first == "=" ? "; write `==` to compare" : ""
            throw FormulaError(position: position, message: "`\(first)` has no meaning here\(hint)")
        }
        return String(first)
    }

    private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private mutating func skip(while matches: (Unicode.Scalar) -> Bool) {
        while let scalar = peek, matches(scalar) { index += 1 }
    }

    private mutating func take(while matches: (Unicode.Scalar) -> Bool) -> String {
        let start = index
        skip(while: matches)
        var taken = String.UnicodeScalarView()
        taken.append(contentsOf: text[start..<index])
        return String(taken)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }
}
