package import Timing

/// Remembers which deliveries came in, so that a copy is recognised.
///
/// A key is remembered for `retention`, or until `capacity` younger ones have pushed it out: memory is bounded by
/// count, and under a flood the oldest are forgotten first, which is counted. Keys that are pending stay whatever comes. What is forgotten and replayed is graded again, which
/// overwrites its scores with the same ids. Keys are kept as 96 bits of SipHash under a seed of this guard, so nobody
/// outside can make two keys collide; a chance collision among a million keys has odds of 1 to 10^17.
///
/// Every operation takes constant time and may be called from any thread.
package final class ReplayGuard: Sendable {
    /// What a reservation found.
    package enum Reservation: Sendable, Equatable {
        /// The key is new. The caller now confirms or releases it.
        case new
        /// The key was confirmed before: the delivery is a copy.
        case duplicate
        /// Another delivery with the key is on its way into the queue, and nobody knows yet whether it gets there.
        case pending
    }

    /// How long a key is remembered.
    package let retention: Duration
    /// The most keys that are remembered.
    package let capacity: Int
    private let shards: [ReplayShard]
    private let onEviction: @Sendable (Timestamp) -> Void
    // A plain number, since converting a duration for each delivery costs a division of 128 bits.
    private let retentionMicroseconds: Int64
    // The hasher has a seed of its own, which an environment variable can switch off.
    private let seed = UInt64.random(in: .min ... .max)

    /// Creates a guard that has seen nothing. About 60 bytes a key are taken as keys come in, and kept.
    ///
    /// - Parameters:
    ///   - retention: above zero; longer than `retention(covering:)` of the tolerance, or a copy gets through.
    ///   - capacity: at least 1; rounded up to a multiple of the number of shards.
    ///   - onEviction: hears of each key pushed out before its time, on the thread that brought the younger one.
    package init(
        retention: Duration, capacity: Int = 262_144, onEviction: @escaping @Sendable (Timestamp) -> Void = { _ in }
    ) {
        precondition(retention > .zero && capacity > 0, "A replay guard that remembers nothing guards nothing")
        let count = capacity < 1_024 ? 1 : 16
        let share = (capacity + count - 1) / count
        self.retention = retention
        retentionMicroseconds = retention.inMicroseconds
        self.capacity = share * count
        self.onEviction = onEviction
        shards = (0..<count).map { _ in ReplayShard(capacity: share) }
    }

    /// The shortest retention that leaves no gap: a delivery signed one tolerance ahead of our clock stays valid for
    /// two, and a minute covers clocks that are set back.
    package static func retention(covering tolerance: Duration) -> Duration { tolerance * 2 + .seconds(60) }

    /// Claims `key` of `source` for good. False when it was claimed or reserved before: the delivery is a copy.
    package func claim(_ key: String, source: String, now: Timestamp) -> Bool {
        insert(fingerprint(of: key, source: source), now, isConfirmed: true) == .new
    }

    /// Claims `key` of `source` until `confirm` or `release` says what became of it.
    ///
    /// Between the two, a copy is told `pending` instead of `duplicate`: to call it a duplicate would tell the sender
    /// that the event is kept, before it is.
    package func reserve(_ key: String, source: String, now: Timestamp) -> Reservation {
        reserve(fingerprint(of: key, source: source), now: now)
    }

    /// Claims the key that `print` stands for, under the terms of the other `reserve`.
    package func reserve(_ print: ReplayFingerprint, now: Timestamp) -> Reservation {
        insert(print, now, isConfirmed: false)
    }

    /// Says that the delivery of a reserved key was accepted. Does nothing for a key that is not there.
    package func confirm(_ key: String, source: String) {
        confirm(fingerprint(of: key, source: source))
    }

    /// Says that the delivery of the reserved key that `print` stands for was accepted.
    package func confirm(_ print: ReplayFingerprint) {
        shard(print).confirm(print)
    }

    /// Forgets `key` because its delivery was refused after all, so that the sender's next try is taken.
    package func release(_ key: String, source: String) {
        release(fingerprint(of: key, source: source))
    }

    /// Forgets the key that `print` stands for, because its delivery was refused after all.
    package func release(_ print: ReplayFingerprint) {
        shard(print).remove(print)
    }

    /// The keys remembered now, those past their retention that were not cleared out yet included.
    package var count: Int { shards.reduce(0) { $0 + $1.count } }

    /// How many keys were pushed out before their time.
    package var evictions: Int { shards.reduce(0) { $0 + $1.evictions } }

    private func insert(_ print: ReplayFingerprint, _ now: Timestamp, isConfirmed: Bool) -> Reservation {
        let (found, evicts) = shard(print).insert(
            print, now: now.microseconds, expiry: now.microseconds &+ retentionMicroseconds, isConfirmed: isConfirmed)
        if evicts { onEviction(now) }
        return found
    }

    private func shard(_ print: ReplayFingerprint) -> ReplayShard {
        shards[shards.count == 1 ? 0 : Int(print.low & 15)]
    }

    /// What stands for `key` of `source` in this guard, for whoever needs it more than once.
    package func fingerprint(of key: String, source: String) -> ReplayFingerprint {
        var hasher = Hasher()
        hasher.combine(seed)
        // The source's length keeps ("ab", "c") and ("a", "bc") apart.
        hasher.combine(source.utf8.count)
        Self.combine(source, into: &hasher)
        Self.combine(key, into: &hasher)
        // As SipHash gets 128 bits: the same state, finished in two ways.
        var other = hasher
        other.combine(UInt8(1))
        return ReplayFingerprint(
            high: UInt64(bitPattern: Int64(hasher.finalize())), low: UInt32(truncatingIfNeeded: other.finalize()))
    }

    private static func combine(_ text: String, into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
