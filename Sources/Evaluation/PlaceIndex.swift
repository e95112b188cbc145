/// Places in an array, found by a hash of what is kept there.
///
/// A flat table with linear probing: unlike a dictionary it keeps no second copy of the keys, and an entry whose hash
/// and place are known is taken out without looking at any key.
struct PlaceIndex {
    /// Half of the hash beside the place, so that a search seldom has to look at a key.
    private struct Slot {
        var tag: UInt32
        /// One more than the place; 0 for an empty slot.
        var mark: UInt32

        static let empty = Slot(tag: 0, mark: 0)
        var isEmpty: Bool { mark == 0 }
    }

    private var slots = [Slot](repeating: .empty, count: 16)
    /// The number of places held.
    private(set) var count = 0

    /// Calls `body` with every place whose hash is `tag`, in no particular order.
    func visit(_ tag: UInt32, _ body: (Int) -> Void) {
        let mask = slots.count - 1
        var slot = Int(tag) & mask
        while !slots[slot].isEmpty {
            if slots[slot].tag == tag { body(Int(slots[slot].mark) - 1) }
            slot = (slot + 1) & mask
        }
    }

    /// Adds `place`, which is not held yet.
    mutating func insert(_ place: Int, tag: UInt32) {
        if (count + 1) * 2 > slots.count { grow() }
        enter(Slot(tag: tag, mark: UInt32(place + 1)))
        count += 1
    }

    /// Takes `place` out; nothing happens when it is not held.
    mutating func remove(_ place: Int, tag: UInt32) {
        let mask = slots.count - 1
        var slot = Int(tag) & mask
        while slots[slot].mark != UInt32(place + 1) {
            if slots[slot].isEmpty { return }
            slot = (slot + 1) & mask
        }
        count -= 1
        closeGap(at: slot)
    }

    /// Moves back the slots behind an emptied one that were pushed past it, so that no search stops short.
    private mutating func closeGap(at slot: Int) {
        let mask = slots.count - 1
        var gap = slot
        var next = (slot + 1) & mask
        while !slots[next].isEmpty {
            let home = Int(slots[next].tag) & mask
            if (next - home) & mask >= (next - gap) & mask {
                slots[gap] = slots[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        slots[gap] = .empty
    }

    private mutating func enter(_ entry: Slot) {
        let mask = slots.count - 1
        var slot = Int(entry.tag) & mask
        while !slots[slot].isEmpty { slot = (slot + 1) & mask }
        slots[slot] = entry
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: .empty, count: old.count * 2)
        for slot in old where !slot.isEmpty { enter(slot) }
    }
}
