/// URIs and references to them, checked character by character (RFC 3986, appendix A).
enum FormatURIs {
    /// A URI: a reference with a scheme.
    static func isURI(_ text: String) -> Bool { URIReference(text).scheme != nil && isReference(text) }

    /// A URI or a relative reference.
    static func isReference(_ text: String) -> Bool {
        let uri = URIReference(text)
        if let scheme = uri.scheme, !isScheme(scheme) { return false }
        if let authority = uri.authority, !isAuthority(authority) { return false }
        // Without scheme a colon in the first segment would make one.
        if uri.scheme == nil, uri.authority == nil, uri.path.prefix(while: { $0 != "/" }).contains(":") { return false }
        return isMade(of: ":@/", uri.path) && isMade(of: ":@/?", uri.query ?? "")
            && isMade(of: ":@/?", uri.fragment ?? "")
    }

    private static func isScheme(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first.isLetter else { return false }
        return bytes.allSatisfy { $0.isLetter || $0.isDecimalDigit || "+-.".utf8.contains($0) }
    }

    private static func isAuthority(_ text: String) -> Bool {
        var host = Substring(text)
        if let at = host.firstIndex(of: "@") {
            guard isMade(of: ":", String(host[..<at])) else { return false }
            host = host[host.index(after: at)...]
        }
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            let literal = Array(host[host.index(after: host.startIndex)..<end].utf8)
            let port = host[host.index(after: end)...]
            return (FormatAddresses.isIPv6(literal[...]) || isFutureAddress(literal))
                && (port.isEmpty || port.hasPrefix(":") && port.utf8.dropFirst().allSatisfy(\.isDecimalDigit))
        }
        guard let colon = host.firstIndex(of: ":") else { return isMade(of: "", String(host)) }
        return isMade(of: "", String(host[..<colon]))
            && host[colon...].utf8.dropFirst().allSatisfy(\.isDecimalDigit)
    }

    /// `"v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
    private static func isFutureAddress(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first | 0x20 == UInt8(ascii: "v"),
            let dot = bytes.firstIndex(of: UInt8(ascii: ".")), dot > 1, dot + 1 < bytes.count
        else { return false }
        return bytes[1..<dot].allSatisfy { URIReference.hexDigit($0) != nil }
            && isMade(of: ":", String(decoding: bytes[(dot + 1)...], as: UTF8.self))
    }

    /// Whether `text` has only unreserved characters, sub-delimiters, `%xx` and `extra`.
    private static func isMade(of extra: String, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let allowed = Array("-._~!$&'()*+,;=\(extra)".utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, URIReference.hexDigit(bytes[index + 1]) != nil,
                    URIReference.hexDigit(bytes[index + 2]) != nil
                else { return false }
                index += 3
            } else {
                guard bytes[index].isLetter || bytes[index].isDecimalDigit || allowed.contains(bytes[index]) else {
                    return false
                }
                index += 1
            }
        }
        return true
    }
}
