package import HTTPServer

/// A real server on loopback that lives for the length of one closure.
package struct TestServer: Sendable {
    /// The listener, running.
    package let listener: HTTPListener

    /// The port the system chose.
    package var port: UInt16 { listener.port }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    package var baseURL: String { "http://127.0.0.1:\(port)" }
}

/// Starts a server on port 0, runs `body`, and stops the server however `body` ends.
package func withServer<Result>(
    configuration: ListenerConfiguration = ListenerConfiguration(), handler: any HTTPHandler,
    _ body: (TestServer) async throws -> Result
) async throws -> Result {
    let listener = HTTPListener(configuration: configuration, handler: handler)
    try listener.start()
    defer { listener.stop() }
    return try await body(TestServer(listener: listener))
}
