/// What a transport is busy with at one moment.
package struct TransportSnapshot: Sendable, Equatable {
    /// Transfers under way.
    package var inFlight: Int
    /// Transfers that wait for one of the connections they may use.
    package var queued: Int

    /// Creates a snapshot.
    package init(inFlight: Int, queued: Int) {
        self.inFlight = inFlight
        self.queued = queued
    }
}
