import Timing

/// One part of the fate log: a ring of entries in the order accepted, and an index into it.
struct FateShard {
    /// An event that is only accepted costs an entry; what is known of it later hangs behind a reference.
    private struct Entry {
        var eventID: String
        var source: String
        var receivedAt: Timestamp
        var detail: Detail?
    }

    private final class Detail: Sendable {
        let fate: EventFate
        init(_ fate: EventFate) { self.fate = fate }
    }

    private let capacity: Int
    private var ring: [Entry] = []
    private var next = 0
    private var index: [String: Int] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { index.count }

    mutating func recordAccepted(_ eventID: String, source: String, at time: Timestamp) {
        place(Entry(eventID: eventID, source: source, receivedAt: time, detail: nil))
    }

    mutating func record(_ fate: EventFate) {
        place(
            Entry(eventID: fate.eventID, source: fate.source, receivedAt: fate.receivedAt, detail: Detail(fate)))
    }

    /// Leaves the entry in the ring under no name, so that its slot is reused in turn.
    mutating func forget(_ eventID: String) {
        guard let slot = index.removeValue(forKey: eventID) else { return }
        ring[slot] = Entry(eventID: "", source: "", receivedAt: ring[slot].receivedAt, detail: nil)
    }

    func fate(of eventID: String) -> EventFate? {
        guard let entry = index[eventID].map({ ring[$0] }) else { return nil }
        return entry.detail?.fate
            ?? EventFate(
                eventID: entry.eventID, source: entry.source, state: .accepted, receivedAt: entry.receivedAt,
                updatedAt: entry.receivedAt)
    }

    private mutating func place(_ entry: Entry) {
        guard capacity > 0 else { return }
        if let slot = index[entry.eventID] {
            ring[slot] = entry
        } else if ring.count < capacity {
            index[entry.eventID] = ring.count
            ring.append(entry)
        } else {
            // A forgotten slot has an empty name, which no event can have.
            index[ring[next].eventID] = nil
            ring[next] = entry
            index[entry.eventID] = next
            next = next + 1 == capacity ? 0 : next + 1
        }
    }
}
