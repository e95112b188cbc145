/// Reads the text of a JSONPath by the grammar of RFC 9535, appendix A.
///
/// It works on UTF-8: every byte beyond ASCII belongs to a character that may be part of a name.
struct JSONPathParser {
    let bytes: [UInt8]
    var position = 0
    /// How many brackets and parentheses of filters are open.
    private var depth = 0
    let patterns: JSONPath.PatternCompiler?

    /// More than a person would nest, and far less than the stack bears.
    private static let depthLimit = 64

    init(_ text: String, patterns: JSONPath.PatternCompiler?) {
        bytes = Array(text.utf8)
        self.patterns = patterns
    }

    mutating func parse() throws(JSONPathError) -> [JSONPath.Segment] {
        guard take("$") else { throw error("a JSONPath begins with `$`") }
        let segments = try segments()
        guard position == bytes.count else { throw error("expected `.`, `[` or the end of the path") }
        return segments
    }

    /// Reads segments as long as there are any; white space after the last one is left.
    mutating func segments() throws(JSONPathError) -> [JSONPath.Segment] {
        var segments: [JSONPath.Segment] = []
        while true {
            let start = position
            skipSpace()
            guard let segment = try segment() else {
                position = start
                return segments
            }
            segments.append(segment)
        }
    }

    private mutating func segment() throws(JSONPathError) -> JSONPath.Segment? {
        if peek() == UInt8(ascii: "[") { return .init(descends: false, selectors: try bracketed()) }
        guard take(".") else { return nil }
        let descends = take(".")
        if descends, peek() == UInt8(ascii: "[") { return .init(descends: true, selectors: try bracketed()) }
        if take("*") { return .init(descends: descends, selectors: [.wildcard]) }
        guard let name = takeName() else { throw error("expected a name or `*`; other names are written as ['…']") }
        return .init(descends: descends, selectors: [.name(name)])
    }

    private mutating func bracketed() throws(JSONPathError) -> [JSONPath.Selector] {
        try expect("[")
        var selectors: [JSONPath.Selector] = []
        repeat {
            skipSpace()
            selectors.append(try selector())
            skipSpace()
        } while take(",")
        try expect("]")
        return selectors
    }

    private mutating func selector() throws(JSONPathError) -> JSONPath.Selector {
        switch peek() {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .name(try string())
        case UInt8(ascii: "*"):
            position += 1
            return .wildcard
        case UInt8(ascii: "?"):
            position += 1
            skipSpace()
            return .filter(try filter())
        default: return try sliceOrIndex()
        }
    }

    private mutating func sliceOrIndex() throws(JSONPathError) -> JSONPath.Selector {
        let start = try takeInteger()
        skipSpace()
        guard take(":") else {
            guard let start else { throw error("expected a name in quotes, an index, a slice, `*` or `?`") }
            return .index(start)
        }
        skipSpace()
        let end = try takeInteger()
        skipSpace()
        guard take(":") else { return .slice(start: start, end: end, step: 1) }
        skipSpace()
        return .slice(start: start, end: end, step: try takeInteger() ?? 1)
    }

    // MARK: - Bytes

    func error(_ message: String, at offset: Int? = nil) -> JSONPathError {
        JSONPathError(message: message, offset: offset ?? position)
    }

    /// Runs `body` one level deeper, or refuses.
    mutating func nested<T>(
        _ body: (inout JSONPathParser) throws(JSONPathError) -> T
    ) throws(JSONPathError) -> T {
        guard depth < Self.depthLimit else { throw error("the path nests more than \(Self.depthLimit) levels deep") }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Goes past `token` when it comes next.
    mutating func take(_ token: StaticString) -> Bool {
        let token = UnsafeBufferPointer(start: token.utf8Start, count: token.utf8CodeUnitCount)
        guard bytes[position...].starts(with: token) else { return false }
        position += token.count
        return true
    }

    mutating func expect(_ token: StaticString) throws(JSONPathError) {
        guard take(token) else { throw error("expected `\(token)`") }
    }

    mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    mutating func takeDigits() -> Int {
        let start = position
        while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }
}
