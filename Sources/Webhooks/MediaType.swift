/// Tells content types apart (RFC 9110, 8.3.1): no case, no parameters.
package enum MediaType {
    private static let lines: Set<String> = [
        "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
        "application/jsonlines", "application/json-lines",
    ]

    /// Whether `header` says that the body is one JSON value a line.
    static func isLines(_ header: String?) -> Bool {
        // The common case costs no allocation.
        guard let header, header != "application/json" else { return false }
        return lines.contains(essence(header))
    }

    /// Whether `header` says JSON, or nothing.
    package static func isJSON(_ header: String?) -> Bool {
        guard let header, header != "application/json" else { return true }
        let essence = essence(header)
        return essence.isEmpty || essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json")
    }

    private static func essence(_ header: String) -> String {
        let type = Array(header.utf8.prefix { $0 != UInt8(ascii: ";") })
        return String(decoding: SignatureHeader.trimmed(type[...]), as: UTF8.self).lowercased()
    }
}
