/// Answers requests. The listener calls it on one of its own threads.
package protocol HTTPHandler: Sendable {
    /// Answers `request` by calling `respond` exactly once, now or later, from any thread.
    ///
    /// The call must not block: other connections of the same thread wait for it. When `respond` has not been called
    /// by the time this returns, the connection is suspended until it is. A second call is ignored.
    func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void)
}
