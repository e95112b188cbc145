/// Finds the first place where a text stops being JSON.
///
/// simdjson refuses quickly but does not say where; this scanner, which reads byte by byte, runs only on what has been
/// refused. It keeps its own stack, so that nesting costs no recursion.
struct JSONSyntaxScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// The closing bracket of each open container.
    private var open: [UInt8] = []

    private init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// Returns what is wrong first; nil when nothing is, as this scanner sees it.
    static func firstError(in text: UnsafeBufferPointer<UInt8>) -> JSONParseError? {
        if let offset = firstInvalidUTF8(text) {
            return JSONParseError(message: "the document is not UTF-8", offset: offset)
        }
        var scanner = JSONSyntaxScanner(text)
        do throws(JSONParseError) {
            try scanner.document()
            return nil
        } catch {
            return error
        }
    }

    private static func firstInvalidUTF8(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = text.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }

    private mutating func document() throws(JSONParseError) {
        try value()
        while true {
            skipSpace()
            guard let closing = open.last else {
                guard position == text.count else { throw error("expected nothing after the value") }
                return
            }
            if take(closing) {
                open.removeLast()
            } else if take(UInt8(ascii: ",")) {
                if closing == UInt8(ascii: "}") { try key() }
                try value()
            } else {
                throw error("expected `,` or `\(Character(Unicode.Scalar(closing)))`")
            }
        }
    }

    /// Reads a scalar, an empty container, or all brackets up to the first scalar inside.
    private mutating func value() throws(JSONParseError) {
        while true {
            skipSpace()
            if take(UInt8(ascii: "{")) {
                skipSpace()
                if take(UInt8(ascii: "}")) { return }
                open.append(UInt8(ascii: "}"))
                try key()
            } else if take(UInt8(ascii: "[")) {
                skipSpace()
                if take(UInt8(ascii: "]")) { return }
                open.append(UInt8(ascii: "]"))
            } else {
                return try scalar()
            }
        }
    }

    private mutating func key() throws(JSONParseError) {
        skipSpace()
        guard peek() == UInt8(ascii: "\"") else { throw error("expected a key in double quotes") }
        try string()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw error("expected `:`") }
    }

    private mutating func scalar() throws(JSONParseError) {
        switch peek() {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): try number()
        default: throw error("expected a value")
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONParseError) {
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard text[position...].starts(with: expected) else { throw error("expected a value") }
        position += expected.count
    }

    private mutating func number() throws(JSONParseError) {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let leadsWithZero = peek() == UInt8(ascii: "0")
        let digits = skipDigits()
        guard digits > 0, !leadsWithZero || digits == 1 else { throw error("not a number as JSON has them", at: start) }
        if take(UInt8(ascii: ".")), skipDigits() == 0 { throw error("expected a digit") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            if skipDigits() == 0 { throw error("expected a digit") }
        }
    }

    private mutating func string() throws(JSONParseError) {
        let start = position
        position += 1
        while let byte = peek() {
            if take(UInt8(ascii: "\"")) { return }
            guard byte >= 0x20 else { throw error("a control character in a string must be escaped") }
            if byte == UInt8(ascii: "\\") { try escape() } else { position += 1 }
        }
        throw error("the string is never closed", at: start)
    }

    private mutating func escape() throws(JSONParseError) {
        let start = position
        position += 1
        guard take(UInt8(ascii: "u")) else {
            guard let byte = peek(), #""\/bfnrt"#.utf8.contains(byte) else { throw error("no such escape", at: start) }
            position += 1
            return
        }
        let unit = try hexUnit(at: start)
        guard unit & 0xF800 == 0xD800 else { return }
        guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")),
            try hexUnit(at: start) & 0xFC00 == 0xDC00
        else {
            throw error("half of a surrogate pair", at: start)
        }
    }

    private mutating func hexUnit(at start: Int) throws(JSONParseError) -> UInt16 {
        let digits = text[position...].prefix(4)
        guard digits.count == 4, digits.first != UInt8(ascii: "+"),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("expected four hexadecimal digits", at: start) }
        position += 4
        return unit
    }

    private func error(_ message: String, at offset: Int? = nil) -> JSONParseError {
        let atEnd = offset == nil && position == text.count
        return JSONParseError(message: atEnd ? "\(message), found the end" : message, offset: offset ?? position)
    }

    private func peek() -> UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }
}
