/// One request, whole: the handler sees it after the last byte of the body has come in.
package struct HTTPRequest: Sendable {
    /// The method as sent, e.g. `POST`.
    package var method: String
    /// The path, percent-decoded, without the query.
    package var path: String
    /// The path as sent, percent-encoding still in place, so that an encoded `/` can be told from a plain one.
    package var encodedPath: String
    /// The query arguments in order, percent-decoded; a name without `=` has an empty value.
    package var query: [(name: String, value: String)]
    /// The header fields.
    package var headers: HTTPHeaders
    /// The body as it came over the wire: chunks joined, content coding (gzip) still in place.
    package var body: [UInt8]
    /// The address of the other side, without the port, e.g. `127.0.0.1` or `::1`.
    package var peerAddress: String
    /// Whether the other side is on this machine (127.0.0.0/8, ::1, ::ffff:127.0.0.0/104 or a Unix socket).
    package var isLoopback: Bool

    /// Creates a request. Without an `encodedPath` it is the same as `path`.
    package init(
        method: String, path: String, encodedPath: String? = nil, query: [(name: String, value: String)] = [],
        headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [], peerAddress: String = "127.0.0.1",
        isLoopback: Bool = true
    ) {
        self.method = method
        self.path = path
        self.encodedPath = encodedPath ?? path
        self.query = query
        self.headers = headers
        self.body = body
        self.peerAddress = peerAddress
        self.isLoopback = isLoopback
    }

    /// The first query argument called `name`.
    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
