import JSON

/// The members of a trace that `TraceDecoder` reads with a type, found in one pass; of several with one key the last.
struct TraceMembers {
    private(set) var id: JSONElement?
    private(set) var tags: JSONElement?
    private(set) var timestamp: JSONElement?
    private let trace: JSONElement
    private var hasWrongLabel = false

    /// The members that are strings.
    private static let labels: [StaticString] = ["name", "userId", "sessionId", "environment", "release", "version"]

    init(_ trace: JSONElement) {
        self.trace = trace
        trace.forEachMember { key, value in
            if key.isString("id") {
                id = value
            } else if key.isString("tags") {
                tags = value
            } else if key.isString("timestamp") {
                timestamp = value
            } else if value.kind != .string, !value.isNull, Self.labels.contains(where: { key.isString($0) }) {
                hasWrongLabel = true
            }
        }
    }

    /// The first label that is neither a string nor null, with its value.
    var firstWrongLabel: (key: String, value: JSONElement)? {
        guard hasWrongLabel else { return nil }
        // Looked up again: a later member with the same key may have put it right.
        for label in Self.labels {
            let key = "\(label)"
            if let value = trace[key], value.kind != .string, !value.isNull { return (key, value) }
        }
        return nil
    }
}
