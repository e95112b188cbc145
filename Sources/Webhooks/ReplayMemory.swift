import Evaluation

/// Keys in the order they came, found by their fingerprint.
///
/// Confirmed ones only are ever pushed out: an entry that is pending is chained to itself until it is confirmed.
/// Entries lie in one array, chained oldest to youngest, and are found by half of their fingerprint in a `PlaceIndex`, so
/// that a search seldom has to look at an entry: entries are rarely in the cache. Nothing is allocated per key once both
/// have grown to the capacity.
struct ReplayMemory {
    private struct Entry {
        var high: UInt64
        var expiry: Int64
        var low: UInt32
        var older: UInt32
        var younger: UInt32
        var isConfirmed: Bool
    }

    /// The place that stands for none in chains.
    private static let none: UInt32 = 0

    private let capacity: Int
    // Entry 0 is the chain's two ends: its `younger` is the oldest entry, its `older` the youngest.
    private var entries: [Entry]
    private var index = PlaceIndex()
    private var free = Self.none
    /// How many keys were pushed out before their time.
    private(set) var evictions = 0

    /// The number of keys kept.
    var count: Int { index.count }

    init(capacity: Int) {
        self.capacity = min(capacity, 1 << 30)
        entries = [Entry(high: 0, expiry: .max, low: 0, older: 0, younger: 0, isConfirmed: true)]
    }

    mutating func insert(
        _ print: ReplayFingerprint, now: Int64, expiry: Int64, isConfirmed: Bool
    ) -> ReplayGuard.Reservation {
        // Two a call clear faster than one comes in.
        for _ in 0..<2 where entries[Int(entries[0].younger)].expiry <= now { forgetOldest() }
        if let place = place(of: print) {
            if entries[place].expiry > now { return entries[place].isConfirmed ? .duplicate : .pending }
            remove(at: place)
        }
        if count >= capacity { evict(now: now) }
        index.insert(take(print, expiry, isConfirmed), tag: Self.tag(print.high))
        return .new
    }

    mutating func confirm(_ print: ReplayFingerprint) {
        guard let place = place(of: print), !entries[place].isConfirmed else { return }
        entries[place].isConfirmed = true
        chain(UInt32(place))
    }

    mutating func remove(_ print: ReplayFingerprint) {
        if let place = place(of: print) { remove(at: place) }
    }

    private mutating func forgetOldest() {
        let oldest = Int(entries[0].younger)
        if oldest != Self.none { remove(at: oldest) }
    }

    /// Makes room. Where every key is pending there is none to be had: they are as many as deliveries come in at this
    /// moment, and stay.
    private mutating func evict(now: Int64) {
        guard entries[0].younger != Self.none else { return }
        if entries[Int(entries[0].younger)].expiry > now { evictions += 1 }
        forgetOldest()
    }

    private func place(of print: ReplayFingerprint) -> Int? {
        index.place(Self.tag(print.high)) { entries[$0].high == print.high && entries[$0].low == print.low }
    }

    private static func tag(_ high: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: high) }

    /// Keeps a key, chained when it is confirmed, and returns its place.
    private mutating func take(_ print: ReplayFingerprint, _ expiry: Int64, _ isConfirmed: Bool) -> Int {
        var entry = Entry(
            high: print.high, expiry: expiry, low: print.low, older: 0, younger: 0, isConfirmed: isConfirmed)
        let place: UInt32
        if free != Self.none {
            place = free
            free = entries[Int(place)].younger
        } else {
            place = UInt32(entries.count)
            entries.append(entry)
        }
        (entry.older, entry.younger) = (place, place)
        entries[Int(place)] = entry
        if isConfirmed { chain(place) }
        return Int(place)
    }

    /// Puts an entry at the young end of the chain.
    private mutating func chain(_ place: UInt32) {
        let youngest = entries[0].older
        entries[Int(place)].older = youngest
        entries[Int(place)].younger = Self.none
        entries[Int(youngest)].younger = place
        entries[0].older = place
    }

    /// Takes an entry out of the chain and the index.
    private mutating func remove(at place: Int) {
        let entry = entries[place]
        entries[Int(entry.older)].younger = entry.younger
        entries[Int(entry.younger)].older = entry.older
        entries[place].younger = free
        free = UInt32(place)
        index.remove(place, tag: Self.tag(entry.high))
    }
}
