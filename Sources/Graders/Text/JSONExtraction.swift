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
            if let end = JSONBrackets.end(of: bytes, from: start, counting: .all),
                let value = try? JSONValue(parsing: bytes[start...end])
            {
                return value
            }
        }
        return nil
    }
}
