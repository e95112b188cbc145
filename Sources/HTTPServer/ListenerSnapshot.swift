/// The state of a listener at one moment.
package struct ListenerSnapshot: Sendable, Equatable {
    /// Connections that are open, idle ones included.
    package var openConnections: Int
    /// Requests whose header section has come in and whose answer is not out yet.
    package var requestsInFlight: Int
    /// Bytes of their bodies in memory, as counted against `ListenerConfiguration.maximumBufferedBytes`.
    package var bufferedBytes: Int

    /// Creates a snapshot.
    package init(openConnections: Int, requestsInFlight: Int, bufferedBytes: Int) {
        self.openConnections = openConnections
        self.requestsInFlight = requestsInFlight
        self.bufferedBytes = bufferedBytes
    }
}
