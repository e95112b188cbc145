import JSON

/// The header fields an operator may add to requests.
enum HTTPGraderHeaders {
    /// Those that say what the request is, and are written here.
    private static let reserved: Set<String> = [
        "connection", "content-length", "content-type", "host", "transfer-encoding",
    ]

    /// Reads `headers`. Messages never repeat a value: it may be a secret.
    static func read(_ reader: inout JSONReader) throws(JSONReadError) -> [(name: String, value: String)] {
        let headers = try reader.texts("headers")
        for (name, value) in headers {
            guard let reason = fault(name.lowercased(), value) else { continue }
            throw JSONReadError(pointer: "\(reader.path("headers"))/\(JSONPointer.escape(name))", message: reason)
        }
        return headers
    }

    private static func fault(_ name: String, _ value: String) -> String? {
        if name.hasPrefix("webhook-") {
            return "the signature's own fields begin with `webhook-`; set `secret` instead"
        }
        if reserved.contains(name) { return "this field is written by the service itself" }
        if !name.utf8.allSatisfy(isTokenByte) { return "a field's name has letters, digits and !#$%&'*+-.^_`|~ only" }
        // RFC 9110, section 5.5: visible characters, spaces and tabs, none of white space at the ends.
        let isText = value.utf8.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }
        let ends = [value.utf8.first, value.utf8.last].compactMap(\.self)
        let isTrimmed = ends.allSatisfy { $0 != 0x20 && $0 != 0x09 }
        return isText && isTrimmed ? nil : "a field's value has no control characters, nor white space at its ends"
    }

    /// A `tchar` of RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
