package import HTTPServer

/// A handler made of a closure.
package struct ClosureHandler: HTTPHandler {
    private let body: @Sendable (HTTPRequest, @escaping @Sendable (HTTPResponse) -> Void) -> Void

    /// Creates a handler that may answer later, from any thread.
    package init(_ body: @escaping @Sendable (HTTPRequest, @escaping @Sendable (HTTPResponse) -> Void) -> Void) {
        self.body = body
    }

    /// Creates a handler that answers at once.
    package init(answering body: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        self.body = { request, respond in respond(body(request)) }
    }

    package func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
        body(request, respond)
    }
}
