import Timing

/// One part of the fate log: a ring of entries in the order accepted, and an index into it.
///
/// The `tag` that goes with an id is 32 bits of its hash, taken once by the log.
struct FateShard {
    /// An event that is only accepted costs an entry; what is known of it later hangs behind a reference.
    private struct Entry {
        var eventID: String
        var serial: Int64
        var source: String
        var receivedAt: Timestamp
        var tag: UInt32
        var detail: Detail?
    }

    private final class Detail: Sendable {
        let fate: EventFate
        init(_ fate: EventFate) { self.fate = fate }
    }

    /// Entries that may share an id; with more a sender who gives all events one id would make every search long.
    static let mostNamesakes = 16

    private let capacity: Int
    private var ring: [Entry] = []
    private var next = 0
    private var index = PlaceIndex()

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { index.count }

    mutating func recordAccepted(
        _ eventID: String, serial: Int64, tag: UInt32, source: String, at time: Timestamp
    ) {
        let found = search(eventID, serial, tag)
        // A worker may have been faster than the answer of the queue; what it found out says more.
        guard found.own == nil else { return }
        let entry = Entry(
            eventID: eventID, serial: serial, source: source, receivedAt: time, tag: tag, detail: nil)
        place(entry, found)
    }

    mutating func record(_ fate: EventFate, tag: UInt32) {
        let found = search(fate.eventID, fate.serial, tag)
        if let known = found.own.flatMap({ ring[$0].detail?.fate }), known.isLater(than: fate) { return }
        let entry = Entry(
            eventID: fate.eventID, serial: fate.serial, source: fate.source, receivedAt: fate.receivedAt, tag: tag,
            detail: Detail(fate))
        place(entry, found)
    }

    func fate(of eventID: String, source: String?, tag: UInt32) -> EventFate? {
        var newest: Int?
        index.visit(tag) { slot in
            guard ring[slot].eventID == eventID, source == nil || ring[slot].source == source else { return }
            if newest.map({ ring[$0].serial < ring[slot].serial }) ?? true { newest = slot }
        }
        guard let entry = newest.map({ ring[$0] }) else { return nil }
        return entry.detail?.fate
            ?? EventFate(
                eventID: entry.eventID, serial: entry.serial, source: entry.source, state: .accepted,
                receivedAt: entry.receivedAt, updatedAt: entry.receivedAt)
    }

    /// What the ring holds of an id.
    private struct Search {
        /// Where the event itself is.
        var own: Int?
        /// Where the oldest event with the id is, and how many there are.
        var oldest: Int?
        var count = 0
    }

    private func search(_ eventID: String, _ serial: Int64, _ tag: UInt32) -> Search {
        var found = Search()
        index.visit(tag) { slot in
            guard ring[slot].eventID == eventID else { return }
            found.count += 1
            if ring[slot].serial == serial { found.own = slot }
            if found.oldest.map({ ring[slot].serial < ring[$0].serial }) ?? true { found.oldest = slot }
        }
        return found
    }

    private mutating func place(_ entry: Entry, _ found: Search) {
        guard capacity > 0 else { return }
        if let slot = found.own ?? (found.count >= Self.mostNamesakes ? found.oldest : nil) {
            // Both have the same id, so the index stays as it is.
            ring[slot] = entry
        } else if ring.count < capacity {
            index.insert(ring.count, tag: entry.tag)
            ring.append(entry)
        } else {
            index.remove(next, tag: ring[next].tag)
            index.insert(next, tag: entry.tag)
            ring[next] = entry
            next = next + 1 == capacity ? 0 : next + 1
        }
    }
}

extension EventFate {
    /// Whether this was said of the event after `other`. Within one instant the later attempt is the later word.
    fileprivate func isLater(than other: EventFate) -> Bool {
        (updatedAt, attempts) > (other.updatedAt, other.attempts)
    }
}
