// Names, numbers and strings.
extension JSONPathParser {
    /// Reads a name as it may follow a dot.
    mutating func takeName() -> String? {
        let start = position
        while let byte = peek() {
            let lower = byte | 0x20
            let isLetter = (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
            let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            guard isLetter || byte >= 0x80 || (isDigit && position > start) else { break }
            position += 1
        }
        return position > start ? text(from: start) : nil
    }

    /// Reads an index or a bound of a slice; nil when there is no number.
    mutating func takeInteger() throws(JSONPathError) -> Int? {
        let start = position
        let isNegative = take("-")
        let leadsWithZero = peek() == UInt8(ascii: "0")
        let digits = takeDigits()
        if digits == 0, !isNegative { return nil }
        guard digits > 0, !leadsWithZero || (digits == 1 && !isNegative) else {
            throw error("expected a whole number without leading zeros", at: start)
        }
        // I-JSON's range (RFC 7493, section 2.2), which RFC 9535 prescribes.
        guard let number = Int(text(from: start)), number.magnitude <= 9_007_199_254_740_991 else {
            throw error("an index is at most 9007199254740991", at: start)
        }
        return number
    }

    /// Reads a number inside a filter.
    mutating func number() throws(JSONPathError) -> JSONValue {
        let start = position
        _ = take("-")
        let leadsWithZero = peek() == UInt8(ascii: "0")
        let digits = takeDigits()
        guard digits > 0, !leadsWithZero || digits == 1 else {
            throw error("expected a number without leading zeros", at: start)
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard takeDigits() > 0 else { throw error("expected a digit after `.`") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard takeDigits() > 0 else { throw error("expected a digit in the exponent") }
        }
        let text = text(from: start)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text) else { throw error("expected a number", at: start) }
        return .number(number)
    }

    /// Reads a string in single or double quotes.
    mutating func string() throws(JSONPathError) -> String {
        let start = position
        guard let quote = peek() else { throw error("expected a string") }
        position += 1
        var decoded: [UInt8] = []
        while let byte = peek() {
            position += 1
            switch byte {
            case quote: return String(decoding: decoded, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(quote, into: &decoded)
            case 0..<0x20: throw error("control characters in strings must be escaped", at: position - 1)
            default: decoded.append(byte)
            }
        }
        throw error("the string is never closed", at: start)
    }

    private mutating func escape(_ quote: UInt8, into decoded: inout [UInt8]) throws(JSONPathError) {
        let start = position - 1
        guard let byte = peek() else { throw error("the string is never closed", at: start) }
        position += 1
        switch byte {
        case quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: String(try unicodeEscape(at: start)).utf8)
        default: throw error("no such escape; known are \\b \\f \\n \\r \\t \\/ \\\\ \\uXXXX and the quote", at: start)
        }
    }

    private mutating func unicodeEscape(at start: Int) throws(JSONPathError) -> Character {
        var unit = try hexUnit()
        if unit >= 0xD800, unit <= 0xDBFF, take("\\u") {
            let low = try hexUnit()
            guard low >= 0xDC00, low <= 0xDFFF else { throw error("half of a surrogate pair", at: start) }
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw error("half of a surrogate pair", at: start) }
        return Character(scalar)
    }

    private mutating func hexUnit() throws(JSONPathError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        // `UInt32` would also read a sign.
        guard digits.count == 4, digits.first != UInt8(ascii: "+"),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("expected four hexadecimal digits") }
        position += 4
        return unit
    }
}
