import JSON

/// Finds JSON objects in prose.
enum BraceGroups {
    /// The last group of braces that mentions something.
    enum Last: Equatable {
        /// There is none.
        case none
        /// It is a JSON object with the word as a member, and the text around it.
        case object(JSONObject, before: String, after: String)
        /// It is something else.
        case malformed(String)
        /// A brace is opened and not closed, or closed and not opened: what was meant as one group cannot be told.
        case unbalanced
    }

    /// The object that `text` is; nil when it is anything else. Raw line breaks inside strings, which models write and
    /// JSON forbids, count as spaces.
    static func object(_ text: String) -> JSONObject? {
        guard text.utf8.first == UInt8(ascii: "{") else { return nil }
        if let value = try? JSONValue(parsing: text) { return value.object }
        return (try? JSONValue(parsing: text.utf8.map { $0 < 0x20 ? 0x20 : $0 }))?.object
    }

    /// The last outermost group that contains `word`, in letters of any case.
    ///
    /// An object that has the word anywhere but as its own member is malformed: it may be the verdict, and then none before
    /// it is.
    ///
    /// Never looks inside a group, JSON or not: what stands in there may be a quotation of the graded text.
    static func last(mentioning word: String, in text: String) -> Last {
        let bytes = Array(text.utf8)
        var last = Last.none
        var place = bytes.indices
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "}") { return .unbalanced }
            guard bytes[index] == UInt8(ascii: "{") else {
                index += 1
                continue
            }
            guard let end = JSONBrackets.end(of: bytes, from: index, counting: .braces) else { return .unbalanced }
            let group = String(decoding: bytes[index...end], as: UTF8.self)
            if let object = object(group), object[word] != nil {
                last = .object(object, before: "", after: "")
                place = index..<end + 1
            } else if group.lowercased().contains(word) {
                last = .malformed(group)
            }
            index = end + 1
        }
        guard case .object(let found, _, _) = last else { return last }
        return .object(
            found, before: String(decoding: bytes[..<place.lowerBound], as: UTF8.self),
            after: String(decoding: bytes[place.upperBound...], as: UTF8.self))
    }
}
