/// An answer: status, header fields, body.
package struct HTTPResponse: Sendable {
    /// The status code, 200...599.
    package var status: Int
    /// Header fields beside those the listener sets itself (`Date`, `Content-Length`, `Connection`).
    package var headers: [(name: String, value: String)]
    /// The body; empty for none. A `HEAD` request gets its length but not its bytes.
    package var body: [UInt8]
    /// Closes the connection without sending anything, as a crashed server would. Only stand-in servers want this.
    package var dropsConnection: Bool = false

    /// Creates an answer.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
