/// Keys in the order they came, found by their fingerprint.
///
/// Entries lie in one array, chained oldest to youngest. A flat table with linear probing holds, for each, half of its
/// fingerprint beside its place, so that a search seldom has to look at an entry: entries are rarely in the cache.
/// Nothing is allocated per key once both have grown to the capacity.
struct ReplayMemory {
    private struct Entry {
        var high: UInt64
        var expiry: Int64
        var low: UInt32
        var older: UInt32
        var younger: UInt32
        var isConfirmed: Bool
    }

    /// The place that stands for none, in chains and in the table.
    private static let none: UInt32 = 0

    /// A slot of the table: the low half of `high` says where a search for it begins.
    private struct Slot {
        var tag: UInt32
        var place: UInt32

        static let empty = Slot(tag: 0, place: none)
        var isEmpty: Bool { place == none }
    }

    private let capacity: Int
    // Entry 0 is the chain's two ends: its `younger` is the oldest entry, its `older` the youngest.
    private var entries: [Entry]
    private var table: [Slot]
    private var free = Self.none
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = min(capacity, 1 << 30)
        entries = [Entry(high: 0, expiry: .max, low: 0, older: 0, younger: 0, isConfirmed: true)]
        table = [Slot](repeating: .empty, count: 16)
    }

    mutating func insert(
        _ print: ReplayFingerprint, now: Int64, expiry: Int64, isConfirmed: Bool
    ) -> ReplayGuard.Reservation {
        // Two a call clear faster than one comes in.
        for _ in 0..<2 where entries[Int(entries[0].younger)].expiry <= now { forgetOldest() }
        if let slot = slot(of: print) {
            let place = Int(table[slot].place)
            if entries[place].expiry > now { return entries[place].isConfirmed ? .duplicate : .pending }
            remove(slot: slot)
        }
        if count == capacity { forgetOldest() }
        if (count + 1) * 2 > table.count { grow() }
        let place = take(print, expiry, isConfirmed)
        enter(print.high, place)
        count += 1
        return .new
    }

    mutating func confirm(_ print: ReplayFingerprint) {
        if let slot = slot(of: print) { entries[Int(table[slot].place)].isConfirmed = true }
    }

    mutating func remove(_ print: ReplayFingerprint) {
        if let slot = slot(of: print) { remove(slot: slot) }
    }

    private mutating func forgetOldest() {
        let oldest = entries[Int(entries[0].younger)]
        if let slot = slot(of: ReplayFingerprint(high: oldest.high, low: oldest.low)) { remove(slot: slot) }
    }

    /// Puts an entry at the young end of the chain and returns its place.
    private mutating func take(_ print: ReplayFingerprint, _ expiry: Int64, _ isConfirmed: Bool) -> UInt32 {
        let youngest = entries[0].older
        let entry = Entry(
            high: print.high, expiry: expiry, low: print.low, older: youngest, younger: 0, isConfirmed: isConfirmed)
        let place: UInt32
        if free != Self.none {
            place = free
            free = entries[Int(place)].younger
            entries[Int(place)] = entry
        } else {
            place = UInt32(entries.count)
            entries.append(entry)
        }
        entries[Int(youngest)].younger = place
        entries[0].older = place
        return place
    }

    /// Takes the entry in `slot` out of the chain and the table.
    private mutating func remove(slot: Int) {
        let place = table[slot].place
        let entry = entries[Int(place)]
        entries[Int(entry.older)].younger = entry.younger
        entries[Int(entry.younger)].older = entry.older
        entries[Int(place)].younger = free
        free = place
        count -= 1
        closeGap(at: slot)
    }

    /// Moves back the entries behind an emptied slot that were pushed past it, so that no search stops short.
    private mutating func closeGap(at slot: Int) {
        let mask = table.count - 1
        var gap = slot
        var next = (slot + 1) & mask
        while !table[next].isEmpty {
            let home = Int(table[next].tag) & mask
            if (next - home) & mask >= (next - gap) & mask {
                table[gap] = table[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        table[gap] = .empty
    }

    private func slot(of print: ReplayFingerprint) -> Int? {
        let mask = table.count - 1
        let tag = UInt32(truncatingIfNeeded: print.high)
        var slot = Int(tag) & mask
        while !table[slot].isEmpty {
            if table[slot].tag == tag {
                let entry = entries[Int(table[slot].place)]
                if entry.high == print.high, entry.low == print.low { return slot }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func enter(_ high: UInt64, _ place: UInt32) {
        let mask = table.count - 1
        let tag = UInt32(truncatingIfNeeded: high)
        var slot = Int(tag) & mask
        while !table[slot].isEmpty { slot = (slot + 1) & mask }
        table[slot] = Slot(tag: tag, place: place)
    }

    private mutating func grow() {
        table = [Slot](repeating: .empty, count: table.count * 2)
        var place = entries[0].younger
        while place != Self.none {
            enter(entries[Int(place)].high, place)
            place = entries[Int(place)].younger
        }
    }
}
