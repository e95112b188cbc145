/// A request whose handler did not answer in time.
package struct UnansweredRequest: Sendable, Equatable {
    /// The method, e.g. `GET`.
    package let method: String
    /// The path with its escapes undone, without the query.
    package let path: String
    /// The time the handler had.
    package let timeout: Duration
}
