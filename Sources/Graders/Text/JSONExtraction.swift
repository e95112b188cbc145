import JSON

/// Finds JSON inside prose.
enum JSONExtraction {
    /// How many opening brackets are tried, so that a text of brackets costs no more than that many passes.
    private static let maximumAttempts = 100

    /// The content of the first block between lines of three backticks; nil when there is no closed one.
    static func fenced(in text: String) -> String? {
        var block: [Substring]?
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let isFence = line.drop { $0 == " " }.hasPrefix("```")
            switch (block, isFence) {
            case (nil, true): block = []
            case (let lines?, true): return lines.joined(separator: "\n")
            case (_?, false): block?.append(line)
            case (nil, false): break
            }
        }
        return nil
    }

    /// The first object or list in `text` that is valid JSON; nil when there is none.
    static func first(in text: String) -> JSONValue? {
        let bytes = Array(text.utf8)
        var attempts = 0
        for start in bytes.indices where bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[") {
            attempts += 1
            guard attempts <= maximumAttempts else { return nil }
            if let end = end(of: bytes, from: start), let value = try? JSONValue(parsing: bytes[start...end]) {
                return value
            }
        }
        return nil
    }

    /// The bracket that closes the one at `start`; brackets inside strings do not count.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if isInString {
                if byte == UInt8(ascii: "\"") && !isEscaped { isInString = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }
}
