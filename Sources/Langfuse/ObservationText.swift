import JSON

/// Reads the texts of a v4 observation as what they were before Langfuse stored them.
enum ObservationText {
    /// Returns the input or output in `stored`: an object or array when the text is one, else the text as it is, so
    /// that a message `"42"` stays a string. Empty and null mean that there is none.
    static func content(_ stored: JSONValue?) -> JSONValue? {
        guard let stored, !stored.isNull else { return nil }
        guard let text = stored.string else { return stored }
        guard !text.isEmpty else { return nil }
        return decoded(text, startingWith: "{[") ?? stored
    }

    /// Returns a metadata value. Newer SDKs write every value as JSON text, strings too, so a quoted text is unquoted;
    /// numbers and booleans stay text, because `1.0` must not turn into `1`.
    static func metadataValue(_ stored: JSONValue) -> JSONValue {
        guard let text = stored.string else { return stored }
        return decoded(text, startingWith: "{[\"") ?? stored
    }

    /// Returns metadata with its values decoded. Langfuse flattens nested keys to `a.b`; those are kept, and the
    /// nested form is added where it hides nothing, so that `$.metadata.a.b` works with every server.
    static func metadata(_ stored: JSONValue?) -> JSONValue? {
        guard let stored, !stored.isNull else { return nil }
        guard let members = stored.object else { return content(stored) }
        guard !members.isEmpty else { return nil }
        var decoded = JSONObject(members.members.map { ($0.key, metadataValue($0.value)) })
        for (key, value) in decoded.members where key.contains(".") {
            let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard path.count <= 32, members[path[0]] == nil, !path.contains("") else { continue }
            decoded.add(value, at: path[...])
        }
        return .object(decoded)
    }

    private static func decoded(_ text: String, startingWith openings: String) -> JSONValue? {
        let trimmed = text.unicodeScalars.drop { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }
        guard let first = trimmed.first, openings.unicodeScalars.contains(first) else { return nil }
        return try? JSONValue(parsing: text)
    }
}

extension JSONObject {
    /// Adds `value` below nested objects; leaves everything alone when something else is in the way.
    fileprivate mutating func add(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let key = path.first else { return }
        let rest = path.dropFirst()
        guard !rest.isEmpty else {
            if self[key] == nil { self[key] = value }
            return
        }
        guard var inner = self[key].map({ $0.object }) ?? JSONObject() else { return }
        inner.add(value, at: rest)
        self[key] = .object(inner)
    }
}
