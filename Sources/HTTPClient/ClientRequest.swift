/// A request to send to another server.
package struct ClientRequest: Sendable {
    /// The method, e.g. `GET` or `POST`.
    package var method: String
    /// An absolute `http` or `https` URL, already percent-encoded.
    package var url: String
    /// Header fields. Values that carry secrets are never logged or put into errors.
    package var headers: [(name: String, value: String)]
    /// The body; nil sends none.
    package var body: [UInt8]?
    /// The time for everything: name look-up, connecting, sending, the whole answer.
    package var timeout: Duration
    /// The largest answer body that is taken, in bytes; a longer one fails with `.responseTooLarge`.
    package var maximumResponseBytes: Int

    /// Creates a request.
    package init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        timeout: Duration = .seconds(30), maximumResponseBytes: Int = 8 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumResponseBytes = maximumResponseBytes
    }
}
