/// What the other server answered. Any status is an answer; only a failed transfer is an error.
package struct ClientResponse: Sendable {
    /// The status code.
    package var status: Int
    /// The header fields of the final answer, in order.
    package var headers: [(name: String, value: String)]
    /// The body, decoded from its content coding.
    package var body: [UInt8]

    /// Creates an answer.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of the field `name`, compared without case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?.value
    }
}
