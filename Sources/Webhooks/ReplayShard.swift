import Synchronization

/// 96 bits that stand for a key, in the guard that made them.
package struct ReplayFingerprint: Sendable, Equatable {
    /// Picks the place in the table.
    var high: UInt64
    /// Picks the shard.
    var low: UInt32
}

/// One shard of the replay guard behind its own lock.
final class ReplayShard: Sendable {
    private let memory: Mutex<ReplayMemory>

    /// Creates a shard that remembers up to `capacity` keys.
    init(capacity: Int) { memory = Mutex(ReplayMemory(capacity: capacity)) }

    var count: Int { memory.withLock { $0.count } }
    var evictions: Int { memory.withLock { $0.evictions } }

    func insert(
        _ print: ReplayFingerprint, now: Int64, expiry: Int64, isConfirmed: Bool
    ) -> (found: ReplayGuard.Reservation, evicts: Bool) {
        memory.withLock { memory in
            let before = memory.evictions
            let found = memory.insert(print, now: now, expiry: expiry, isConfirmed: isConfirmed)
            return (found, memory.evictions > before)
        }
    }

    func confirm(_ print: ReplayFingerprint) { memory.withLock { $0.confirm(print) } }

    func remove(_ print: ReplayFingerprint) { memory.withLock { $0.remove(print) } }
}
