extension JSONValue {
    /// Parses one JSON document (RFC 8259) in UTF-8. What is refused, and what becomes of large numbers:
    /// `JSONDocument.withParsed`.
    ///
    /// Of several members with the same key the last one's value counts, in the place of the first.
    /// - Throws: `JSONParseError` when the bytes are anything else or nest deeper than `depthLimit`.
    package init(
        parsing bytes: some Collection<UInt8>, depthLimit: Int = JSONDocument.defaultDepthLimit
    ) throws(JSONParseError) {
        // The outer optional says whether the bytes lie in one piece.
        let parsed = bytes.withContiguousStorageIfAvailable { Self.result($0, depthLimit: depthLimit) }
        self = try (parsed ?? Array(bytes).withUnsafeBufferPointer { Self.result($0, depthLimit: depthLimit) }).get()
    }

    /// Parses one JSON document held in a string.
    package init(
        parsing text: String, depthLimit: Int = JSONDocument.defaultDepthLimit
    ) throws(JSONParseError) {
        try self.init(parsing: text.utf8, depthLimit: depthLimit)
    }

    private static func result(
        _ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int
    ) -> Result<JSONValue, JSONParseError> {
        do throws(JSONParseError) {
            return .success(try JSONDocument.withParsed(bytes, depthLimit: depthLimit) { JSONValue($0) })
        } catch {
            return .failure(error)
        }
    }

    /// Copies a value out of a parsed document.
    package init(_ element: JSONElement) {
        switch element.kind {
        case .null: self = .null
        case .bool: self = .bool(element.bool ?? false)
        case .number: self = element.integer.map { .integer($0) } ?? .number(element.double ?? 0)
        case .string: self = .string(element.string ?? "")
        case .array:
            var elements: [JSONValue] = []
            elements.reserveCapacity(element.count)
            element.forEachElement { elements.append(JSONValue($0)) }
            self = .array(elements)
        case .object:
            var members: [(key: String, value: JSONValue)] = []
            members.reserveCapacity(element.count)
            element.forEachMember { members.append(($0.string ?? "", JSONValue($1))) }
            self = .object(JSONObject(mergingDuplicates: members))
        }
    }
}
