/// Appends JSON values to a buffer as text.
struct JSONWriter {
    var bytes: [UInt8]
    let sortedKeys: Bool
    let indented: Bool
    private var depth = 0

    init(into bytes: [UInt8], sortedKeys: Bool, indented: Bool) {
        self.bytes = bytes
        self.sortedKeys = sortedKeys
        self.indented = indented
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(value)
        case .number(let value): JSONNumber.write(value, into: &bytes)
        case .string(let value): write(value)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            while start < utf8.count {
                let end = Self.endOfPlainRun(utf8, from: start)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
                if end < utf8.count { appendEscape(of: utf8[end]) }
                start = end + 1
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(_ elements: [JSONValue]) {
        bytes.append(UInt8(ascii: "["))
        depth += 1
        for (position, element) in elements.enumerated() {
            separate(first: position == 0)
            write(element)
        }
        depth -= 1
        if !elements.isEmpty { breakLine() }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        depth += 1
        let members =
            sortedKeys
            ? object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : object.members
        for (position, member) in members.enumerated() {
            separate(first: position == 0)
            write(member.key)
            bytes.append(UInt8(ascii: ":"))
            if indented { bytes.append(UInt8(ascii: " ")) }
            write(member.value)
        }
        depth -= 1
        if !members.isEmpty { breakLine() }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func separate(first: Bool) {
        if !first { bytes.append(UInt8(ascii: ",")) }
        breakLine()
    }

    private mutating func breakLine() {
        guard indented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ integer: Int64) { bytes.append(contentsOf: integer.description.utf8) }

    /// The position of the next byte that must be escaped, or the end.
    private static func endOfPlainRun(_ utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        // Eight bytes at once: most text needs no escapes. How the masks work:
        // https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord
        let ones: UInt64 = 0x0101_0101_0101_0101
        while position + 8 <= utf8.count {
            let word = UnsafeRawBufferPointer(utf8).loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let controls = (word &- ones &* 0x20) & ~word
            let found = controls | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            if found & (ones &* 0x80) != 0 { break }
            position += 8
        }
        while position < utf8.count, !mustEscape(utf8[position]) { position += 1 }
        return position
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscape(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append("\\u00")
            bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 0x0F
            bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}
