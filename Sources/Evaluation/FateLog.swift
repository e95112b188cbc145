import Synchronization
package import Timing

/// The latest fates, in memory, bounded by count: the oldest event is forgotten first.
///
/// Sharded, because every accepted event passes here. Any method may be called from any thread.
package final class FateLog: Sendable {
    private let shards: [Mutex<FateShard>]

    /// Creates a log that remembers about `capacity` events; 0 remembers none.
    package init(capacity: Int) {
        let shardCount = 8
        shards = (0..<shardCount).map { _ in Mutex(FateShard(capacity: (capacity + shardCount - 1) / shardCount)) }
    }

    /// Notes that the event was accepted. The cheap case, for the accept path: nothing but the id is kept.
    package func recordAccepted(_ eventID: String, source: String, at time: Timestamp) {
        shard(eventID).withLock { $0.recordAccepted(eventID, source: source, at: time) }
    }

    /// Replaces the fate of the event.
    package func record(_ fate: EventFate) {
        shard(fate.eventID).withLock { $0.record(fate) }
    }

    /// The fate of the event, or nil when it was never seen or has been forgotten.
    package func fate(of eventID: String) -> EventFate? {
        shard(eventID).withLock { $0.fate(of: eventID) }
    }

    /// The number of events remembered.
    package var count: Int { shards.reduce(0) { $0 + $1.withLock { $0.count } } }

    private func shard(_ eventID: String) -> borrowing Mutex<FateShard> { shards[eventID.hashValue & 7] }
}
