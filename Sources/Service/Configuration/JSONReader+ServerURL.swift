import JSON

extension JSONReader {
    /// Returns the URL of a server that requests go to, or nil when it is absent: http or https, a host, perhaps a port
    /// and a path.
    ///
    /// `credentials` names the keys to use instead of user and password in the URL. A URL is shown in logs and errors, so
    /// it may hold no secret; no message here repeats it either.
    mutating func serverURL(_ key: String, credentials: String) throws(JSONReadError) -> String? {
        guard let text = try string(key) else { return nil }
        guard let separator = text.firstRange(of: "://"),
            ["http", "https"].contains(text[..<separator.lowerBound].lowercased())
        else { throw error(key, "expected an http or https URL, e.g. https://api.example.com/v1") }
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw error(key, "user and password do not belong in a URL, which logs and errors show; use \(credentials)")
        }
        guard !rest.contains(where: { "?#".contains($0) }) else {
            throw error(key, "expected a URL without `?` and `#`: paths are put behind it")
        }
        guard Self.isHostAndPort(authority), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw error(key, "expected a host, perhaps a port, and nothing but ASCII, e.g. http://127.0.0.1:8000/v1")
        }
        return text
    }

    /// Whether the text is a name or an address (RFC 3986, 3.2.2; IPv6 in brackets), and a port behind a colon if any.
    private static func isHostAndPort(_ authority: Substring) -> Bool {
        let isBracketed = authority.first == "["
        let end =
            isBracketed ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        guard !isBracketed || end != nil else { return false }
        let host = authority[..<(end ?? authority.endIndex)]
        let rest = authority[host.endIndex...]
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            case 0x3A, 0x5B, 0x5D: isBracketed
            default: false
            }
        }
        return !host.isEmpty && isName && (rest.isEmpty || (UInt16(rest.dropFirst()) ?? 0) > 0 && rest.first == ":")
    }
}
