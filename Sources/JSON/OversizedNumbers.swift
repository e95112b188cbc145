/// Rewrites the numbers of a JSON text that fit no 64 bits, so that a parser without big numbers can read the rest.
enum OversizedNumbers {
    /// Returns `text` with each whole number beyond 64 bits written with a fraction, and each number beyond the doubles
    /// as the greatest double; nil when there is none.
    ///
    /// Only well-formed numbers are touched: whatever is wrong in `text` stays wrong.
    static func rewritten(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        var copied = 0
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\"") {
                position = JSONText.endOfString(text, at: position)
            } else if byte == UInt8(ascii: "-") || isDigit(byte) {
                let start = position
                while position < text.count, isNumberByte(text[position]) { position += 1 }
                if let replacement = replacement(UnsafeBufferPointer(rebasing: text[start..<position])) {
                    output.append(contentsOf: text[copied..<start])
                    output.append(contentsOf: replacement.utf8)
                    copied = position
                }
            } else {
                position += 1
            }
        }
        guard copied > 0 else { return nil }
        output.append(contentsOf: text[copied...])
        return output
    }

    private static func replacement(_ token: UnsafeBufferPointer<UInt8>) -> String? {
        guard isWellFormed(token) else { return nil }
        let text = String(decoding: token, as: UTF8.self)
        // Swift's own conversion answers nil beyond the range of doubles on some versions and infinity on others.
        let value = Double(text) ?? (text.hasPrefix("-") ? -Double.infinity : .infinity)
        if value.isInfinite { return value < 0 ? "-1.7976931348623157e308" : "1.7976931348623157e308" }
        let isWhole = !token.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        return isWhole && Int64(text) == nil && UInt64(text) == nil ? text + ".0" : nil
    }

    /// Whether the token is `[-] int [frac] [exp]` (RFC 8259, section 6).
    private static func isWellFormed(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = token[...]
        func skipDigits() -> Int {
            let digits = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(digits)
            return digits
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leadsWithZero = rest.first == UInt8(ascii: "0")
        let whole = skipDigits()
        guard whole > 0, !leadsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard skipDigits() > 0 else { return false }
        }
        if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard skipDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
            || byte | 0x20 == UInt8(ascii: "e")
    }
}
