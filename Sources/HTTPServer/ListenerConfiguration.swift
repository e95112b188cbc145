import Glibc

/// What a listener binds to and how much it grants to those who connect.
package struct ListenerConfiguration: Sendable {
    /// The numeric address to bind: `127.0.0.1`, `::1`, `0.0.0.0`, or `::` (which takes IPv4 as well).
    package var address = "127.0.0.1"
    /// The port; 0 lets the system choose one, see `HTTPListener.port`.
    package var port: UInt16 = 0
    /// The number of threads that read, call the handler and write. At least 1.
    package var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    /// The largest body a request may carry, in bytes as sent; above it the answer is 413.
    package var maximumBodyBytes = 4_718_592
    /// The bytes that the bodies of all requests may take together, from their first byte to the end of their request.
    ///
    /// Above it the answer is 503. Less than `maximumBodyBytes` would leave bodies that never fit.
    package var maximumBufferedBytes = 268_435_456
    /// Bytes of memory for each connection: request line, header fields, and the window the body is read through.
    ///
    /// libmicrohttpd clears them for every request, so that more than needed costs time: half its own default.
    package var headerMemory = 16_384
    /// The number of connections served at one time; further ones wait in the backlog of the socket.
    package var maximumConnections = 1000
    /// The number of connections from one address; further ones are closed at once. 0 sets no limit.
    package var maximumConnectionsPerAddress = 0
    /// The time from the first byte of a request (or from connecting) to the end of its header section.
    package var headerTimeout = Duration.seconds(10)
    /// The time from the end of the header section to the end of the body, and again for the client to take the answer.
    package var bodyTimeout = Duration.seconds(30)
    /// The time a connection may stay open between two requests; `headerTimeout` is added to it for the next header.
    package var keepAliveTimeout = Duration.seconds(30)
    /// The time a handler may take to answer; then the listener answers 504 in its place, so that a handler that has
    /// lost a request does not keep its connection for ever.
    package var answerTimeout = Duration.seconds(600)
    /// Hears of each request that was answered so, on a thread of the listener. It must not block.
    package var unanswered: @Sendable (UnansweredRequest) -> Void = { _ in }
    /// Makes the answer to a request that the listener itself refuses, on a thread of the listener.
    ///
    /// The status code should be the refusal's own; the connection closes behind the answer whatever it says.
    package var refusal: @Sendable (Refusal) -> HTTPResponse = { $0.plainResponse }

    /// Creates the defaults above.
    package init() {}
}
