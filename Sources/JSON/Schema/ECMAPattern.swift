/// Regular expressions of ECMA-262 with the `u` flag (<https://tc39.es/ecma262/#sec-patterns>), which JSON Schema's
/// patterns are, in Perl's dialect.
struct ECMAPattern {
    /// Why a pattern is not one of ECMA-262.
    struct Refusal: Error, Equatable {
        var reason: String
    }

    /// ECMA-262's WhiteSpace and LineTerminator, which are neither Perl's ASCII nor its Unicode set.
    private static let spaces =
        #"\t-\r\x20\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}"#
    private static let nonSpaces =
        #"\x00-\x08\x0E-\x1F\x21-\x9F\xA1-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}"#
        + #"\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}"#

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var output = ""
    private var isInBrackets = false

    /// Returns `pattern` in Perl's dialect.
    ///
    /// - Throws: `Refusal` when it uses what ECMA-262 does not have, which Perl might understand in its own way.
    static func translated(_ pattern: String) throws(Refusal) -> String {
        var translation = ECMAPattern(scalars: Array(pattern.unicodeScalars))
        return try translation.run()
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func run() throws(Refusal) -> String {
        while let scalar = next() {
            switch scalar {
            case "\\": try escape()
            case "[" where isInBrackets: output += #"\["#
            case "[": open()
            case "]" where isInBrackets:
                isInBrackets = false
                output += "]"
            case "." where !isInBrackets: output += #"[^\n\r\x{2028}\x{2029}]"#
            // Perl's `$` also matches before a line feed at the end.
            case "$" where !isInBrackets: output += #"\z"#
            case "(" where !isInBrackets: try group()
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    private mutating func next() -> Unicode.Scalar? {
        guard position < scalars.count else { return nil }
        defer { position += 1 }
        return scalars[position]
    }

    private func follows(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

    /// A class without members matches nothing, its opposite everything; Perl would take `]` for a member.
    private mutating func open() {
        if follows("^]") {
            position += 2
            output += #"[\x00-\x{10FFFF}]"#
        } else if follows("]") {
            position += 1
            output += "(?!)"
        } else {
            isInBrackets = true
            output += "["
        }
    }

    private mutating func group() throws(Refusal) {
        output += "("
        if follows("*") { throw Refusal(reason: "`(*` repeats nothing") }
        guard follows("?") else { return }
        let isKnown = ["?:", "?=", "?!", "?<=", "?<!"].contains { follows($0) }
        guard !isKnown else { return }
        guard follows("?<"), let end = scalars[position...].firstIndex(of: ">"), end > position + 2 else {
            throw Refusal(reason: "a group cannot begin with `(?` and what follows it here")
        }
    }

    private mutating func escape() throws(Refusal) {
        guard let scalar = next() else { throw Refusal(reason: "it ends with a backslash") }
        switch scalar {
        case "s": output += isInBrackets ? Self.spaces : "[\(Self.spaces)]"
        case "S": output += isInBrackets ? Self.nonSpaces : "[\(Self.nonSpaces)]"
        case "u": try codePoint()
        case "p", "P": try property(scalar)
        case "x":
            guard let value = hexadecimal(position, count: 2) else {
                throw Refusal(reason: "`\\x` needs two hexadecimal digits")
            }
            position += 2
            append(value)
        case "v": output += #"\x0B"#
        case "c":
            guard let letter = next(), letter.isASCII, letter.properties.isAlphabetic else {
                throw Refusal(reason: "`\\c` needs a letter")
            }
            append(letter.value % 32)
        case "0" where position >= scalars.count || !isDigit(scalars[position]): output += #"\x00"#
        case "d", "D", "w", "W", "t", "n", "r", "f", "1"..."9": output += "\\\(scalar)"
        case "b": output += #"\b"#
        case "B" where !isInBrackets: output += "\\\(scalar)"
        case "k" where !isInBrackets && follows("<"): output += #"\k"#
        case "a"..."z", "A"..."Z", "0": throw Refusal(reason: "`\\\(scalar)` means nothing")
        default: output += scalar.isASCII ? "\\\(scalar)" : "\(scalar)"
        }
    }

    /// `\uXXXX`, two of them for a code point beyond the first 65,536, or `\u{X…}`.
    private mutating func codePoint() throws(Refusal) {
        if follows("{"), let end = scalars[position...].firstIndex(of: "}"),
            let value = hexadecimal(position + 1, count: end - position - 1), value <= 0x10FFFF
        {
            position = end + 1
            return append(value)
        }
        guard let value = hexadecimal(position, count: 4) else {
            throw Refusal(reason: "`\\u` needs four hexadecimal digits")
        }
        position += 4
        if (0xD800...0xDBFF).contains(value), follows("\\u"), let low = hexadecimal(position + 2, count: 4),
            (0xDC00...0xDFFF).contains(low)
        {
            position += 6
            return append(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00))
        }
        guard !(0xD800...0xDFFF).contains(value) else {
            throw Refusal(reason: "`\\u` with half of a surrogate pair matches no text")
        }
        append(value)
    }

    private mutating func append(_ value: UInt32) { output += "\\x{\(String(value, radix: 16))}" }

    private func hexadecimal(_ start: Int, count: Int) -> UInt32? {
        guard count > 0, count <= 8, start + count <= scalars.count else { return nil }
        let digits = scalars[start..<(start + count)]
        guard digits.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }) else { return nil }
        return UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}

// Unicode properties: Perl's library knows general categories by their short names and scripts by their names.
extension ECMAPattern {
    /// https://www.unicode.org/reports/tr44/#General_Category_Values
    private static let categories: [String: String] = [
        "Letter": "L", "Cased_Letter": "L&", "LC": "L&", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
        "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M",
        "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Number": "N",
        "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No", "Punctuation": "P",
        "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps",
        "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf",
        "Other_Punctuation": "Po", "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc",
        "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z", "Space_Separator": "Zs",
        "Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Other": "C", "Control": "Cc", "cntrl": "Cc",
        "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co", "Unassigned": "Cn",
    ]

    private mutating func property(_ letter: Unicode.Scalar) throws(Refusal) {
        guard follows("{"), let end = scalars[position...].firstIndex(of: "}") else {
            throw Refusal(reason: "`\\\(letter)` needs a property in braces")
        }
        let text = String(String.UnicodeScalarView(scalars[(position + 1)..<end]))
        position = end + 1
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        let name: String
        switch (parts.first, parts.count) {
        case ("General_Category", 2), ("gc", 2): name = Self.categories[parts[1]] ?? parts[1]
        case ("Script", 2), ("sc", 2): name = "sc:\(parts[1])"
        case ("Script_Extensions", 2), ("scx", 2): name = "scx:\(parts[1])"
        default: name = Self.categories[text] ?? text
        }
        output += "\\\(letter){\(name)}"
    }
}
