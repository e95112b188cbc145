import Timing

/// Replies in memory, at most so many entries and bytes; the one unused for longest goes first.
///
/// A plain value without a lock. Every operation takes constant time, removals for want of room aside.
struct ReplyShelf: Sendable {
    /// Entries and bytes of one model.
    struct Load: Sendable, Equatable {
        var entries = 0
        var bytes = 0
    }

    private struct Slot {
        var key: ResponseKey
        var reply: KeptReply
        var model: String
        var size: Int
        /// The slots used just after and just before this one; -1 at the ends.
        var newer: Int
        var older: Int
    }

    /// What each model takes.
    private(set) var loads: [String: Load] = [:]
    private(set) var bytes = 0

    private let maximumEntries: Int
    private let maximumBytes: Int
    private var slots: [Slot] = []
    private var free: [Int] = []
    private var places: [ResponseKey: Int] = [:]
    private var newest = -1
    private var oldest = -1

    /// Creates an empty shelf.
    init(maximumEntries: Int, maximumBytes: Int) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
    }

    /// How many replies there are.
    var count: Int { places.count }

    /// The reply under `key`, which counts as used; one kept before `earliest` is taken away.
    mutating func reply(_ key: ResponseKey, keptAfter earliest: Timestamp) -> KeptReply? {
        guard let place = places[key] else { return nil }
        guard slots[place].reply.keptAt > earliest else {
            remove(key)
            return nil
        }
        unlink(place)
        link(place)
        return slots[place].reply
    }

    /// Puts `reply` of `model` under `key`, in place of any other. One larger than the whole shelf is not taken.
    mutating func put(_ reply: KeptReply, under key: ResponseKey, model: String) {
        remove(key)
        let size = reply.size
        guard size <= maximumBytes, maximumEntries > 0 else { return }
        while oldest >= 0, count >= maximumEntries || bytes + size > maximumBytes { remove(slots[oldest].key) }
        let slot = Slot(key: key, reply: reply, model: model, size: size, newer: -1, older: -1)
        let place: Int
        if let reused = free.popLast() {
            slots[reused] = slot
            place = reused
        } else {
            place = slots.count
            slots.append(slot)
        }
        places[key] = place
        count(slot, by: 1)
        link(place)
    }

    /// Takes the reply under `key` away.
    mutating func remove(_ key: ResponseKey) {
        guard let place = places.removeValue(forKey: key) else { return }
        unlink(place)
        count(slots[place], by: -1)
        // The slot stays for another; its content would otherwise stay with it.
        slots[place].reply.content = .reply(ChatReply(text: "", model: ""))
        free.append(place)
    }

    private mutating func count(_ slot: Slot, by sign: Int) {
        bytes += sign * slot.size
        loads[slot.model, default: Load()].entries += sign
        loads[slot.model, default: Load()].bytes += sign * slot.size
    }

    private mutating func link(_ place: Int) {
        slots[place].newer = -1
        slots[place].older = newest
        if newest >= 0 { slots[newest].newer = place }
        newest = place
        if oldest < 0 { oldest = place }
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (slots[place].newer, slots[place].older)
        if newer >= 0 { slots[newer].older = older } else { newest = older }
        if older >= 0 { slots[older].newer = newer } else { oldest = newer }
    }
}
