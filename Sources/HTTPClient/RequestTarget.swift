/// The parts of a request's URL that decide where it goes.
package struct RequestTarget: Sendable, Equatable {
    /// Host and port as the URL writes them, without user and password: fit for messages.
    package let authority: String
    /// The host in lower case, IPv6 in brackets, without a dot at its end.
    let host: String
    /// The port, the scheme's when the URL writes none; nil when what it writes is none.
    let port: Int?
    /// Whether the URL writes a port.
    let writesPort: Bool
    /// Scheme and authority in lower case: requests with the same key share connections.
    let key: String

    /// Whether the host is this machine by its very name, so that what is sent there never leaves it: `localhost`,
    /// 127.0.0.0/8 and ::1.
    package var isLoopback: Bool {
        let text = authority.lowercased()
        if text.hasPrefix("[") { return text.hasPrefix("[::1]") }
        let host = text.prefix { $0 != ":" }
        let isAddress = host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        return host == "localhost" || isAddress && host.hasPrefix("127.")
    }

    /// Takes `url` apart.
    ///
    /// - Throws: `TransferError` with `.invalidURL` for anything but an absolute `http` or `https` URL in ASCII.
    package init(_ url: String) throws(TransferError) {
        let scheme: String
        let rest: Substring
        if url.prefix(8).lowercased() == "https://" {
            (scheme, rest) = ("https", url.dropFirst(8))
        } else if url.prefix(7).lowercased() == "http://" {
            (scheme, rest) = ("http", url.dropFirst(7))
        } else {
            throw TransferError(code: .invalidURL, message: "the URL must start with http:// or https://")
        }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw TransferError(
                code: .invalidURL,
                message: "the URL has a character that must be percent-encoded (a space, or not ASCII)")
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        guard !host.isEmpty, host.first != ":" else {
            throw TransferError(code: .invalidURL, message: "the URL names no host")
        }
        self.authority = String(host)
        // In an IPv6 address the colons before the bracket separate no port.
        let bracket = host.lastIndex(of: "]") ?? host.startIndex
        let colon = host[bracket...].firstIndex(of: ":")
        let name = host[..<(colon ?? host.endIndex)].lowercased()
        self.host = name.hasSuffix(".") ? String(name.dropLast()) : name
        let digits = colon.map { host[host.index(after: $0)...] } ?? ""
        writesPort = !digits.isEmpty
        port = digits.isEmpty ? (scheme == "https" ? 443 : 80) : UInt16(digits).map(Int.init)
        key = "\(scheme)://\(host.lowercased())"
    }
}
