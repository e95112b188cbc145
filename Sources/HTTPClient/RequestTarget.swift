/// The parts of a request's URL that decide where it goes.
struct RequestTarget: Sendable, Equatable {
    /// Host and port as the URL writes them, without user and password: fit for messages.
    let authority: String
    /// Scheme and authority in lower case: requests with the same key share connections.
    let key: String

    /// Takes `url` apart.
    ///
    /// - Throws: `TransferError` with `.invalidURL` for anything but an absolute `http` or `https` URL in ASCII.
    init(_ url: String) throws(TransferError) {
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
        key = "\(scheme)://\(host.lowercased())"
    }
}
