import Timing

/// One part of the fate log: a ring of entries in the order accepted, and an index into it.
///
/// The `tag` that goes with an id is 32 bits of its hash, taken once by the log.
struct FateShard {
    /// An event that is only accepted costs an entry; what is known of it later hangs behind a reference.
    private struct Entry {
        var eventID: String
        var source: String
        var receivedAt: Timestamp
        var tag: UInt32
        var detail: Detail?
    }

    private final class Detail: Sendable {
        let fate: EventFate
        init(_ fate: EventFate) { self.fate = fate }
    }

    private let capacity: Int
    private var ring: [Entry] = []
    private var next = 0
    private var index = PlaceIndex()

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { index.count }

    mutating func recordAccepted(_ eventID: String, tag: UInt32, source: String, at time: Timestamp) {
        place(Entry(eventID: eventID, source: source, receivedAt: time, tag: tag, detail: nil))
    }

    mutating func record(_ fate: EventFate, tag: UInt32) {
        place(
            Entry(
                eventID: fate.eventID, source: fate.source, receivedAt: fate.receivedAt, tag: tag,
                detail: Detail(fate)))
    }

    /// Leaves the entry in the ring under no name, so that its slot is reused in turn.
    mutating func forget(_ eventID: String, tag: UInt32) {
        guard let slot = slot(of: eventID, tag) else { return }
        index.remove(slot, tag: tag)
        ring[slot] = Entry(eventID: "", source: "", receivedAt: ring[slot].receivedAt, tag: tag, detail: nil)
    }

    func fate(of eventID: String, tag: UInt32) -> EventFate? {
        guard let entry = slot(of: eventID, tag).map({ ring[$0] }) else { return nil }
        return entry.detail?.fate
            ?? EventFate(
                eventID: entry.eventID, source: entry.source, state: .accepted, receivedAt: entry.receivedAt,
                updatedAt: entry.receivedAt)
    }

    private mutating func place(_ entry: Entry) {
        guard capacity > 0 else { return }
        if let slot = slot(of: entry.eventID, entry.tag) {
            ring[slot] = entry
        } else if ring.count < capacity {
            index.insert(ring.count, tag: entry.tag)
            ring.append(entry)
        } else {
            // A forgotten slot is not in the index any more; taking it out again does nothing.
            index.remove(next, tag: ring[next].tag)
            index.insert(next, tag: entry.tag)
            ring[next] = entry
            next = next + 1 == capacity ? 0 : next + 1
        }
    }

    private func slot(of eventID: String, _ tag: UInt32) -> Int? {
        index.place(tag) { ring[$0].eventID == eventID }
    }
}
