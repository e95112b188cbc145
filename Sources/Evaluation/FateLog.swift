import Synchronization
package import Timing

/// The latest fates, in memory, bounded by count and by bytes: the oldest event is forgotten first.
///
/// An event is known by its id and its serial, since senders choose their ids and two events may share one; of those
/// that share an id the newest 16 are told apart. Sharded, because every accepted event passes here. Any method may be
/// called from any thread.
package final class FateLog: Sendable {
    private final class Shard: Sendable {
        let state: Mutex<FateShard>
        init(capacity: Int, maximumBytes: Int) {
            state = Mutex(FateShard(capacity: capacity, maximumBytes: maximumBytes))
        }
    }

    private let shards: [Shard]

    /// Creates a log that remembers about `capacity` events; 0 remembers none.
    ///
    /// What is known of them comes to about `maximumBytes` at the most. Beyond it the oldest final fates go; those of
    /// events that are still worked on stay, whose number the queue bounds.
    package init(capacity: Int, maximumBytes: Int = .max) {
        let shardCount = 8
        shards = (0..<shardCount).map { _ in
            Shard(capacity: (capacity + shardCount - 1) / shardCount, maximumBytes: maximumBytes / shardCount)
        }
    }

    /// Notes that the event was accepted, unless more is known of it by now. The cheap case, for the accept path:
    /// nothing but the id is kept.
    package func recordAccepted(_ eventID: String, serial: Int64, source: String, at time: Timestamp) {
        let (shard, tag) = place(of: eventID)
        shard.state.withLock { $0.recordAccepted(eventID, serial: serial, tag: tag, source: source, at: time) }
    }

    /// Replaces the fate of the event, unless what is known of it is newer: a word that was overtaken is no news.
    package func record(_ fate: EventFate) {
        let (shard, tag) = place(of: fate.eventID)
        shard.state.withLock { $0.record(fate, tag: tag) }
    }

    /// The fate of the newest event with this id, from `source` when one is given; nil when none was ever seen or it
    /// has been forgotten.
    package func fate(of eventID: String, source: String? = nil) -> EventFate? {
        let (shard, tag) = place(of: eventID)
        return shard.state.withLock { $0.fate(of: eventID, source: source, tag: tag) }
    }

    /// About the bytes of what is known of events beyond their acceptance.
    package var bytes: Int { shards.reduce(0) { $0 + $1.state.withLock { $0.bytes } } }

    /// The number of events remembered.
    package var count: Int { shards.reduce(0) { $0 + $1.state.withLock { $0.count } } }

    /// The shard that keeps an event, and the tag it is found by there: other bits of the same hash.
    private func place(of eventID: String) -> (shard: Shard, tag: UInt32) {
        let hash = eventID.hashValue
        return (shards[hash & 7], UInt32(truncatingIfNeeded: hash >> 32))
    }
}
