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
        let size: Int
        init(_ fate: EventFate) {
            self.fate = fate
            size = fate.size
        }
    }

    /// Entries that may share an id; with more a sender who gives all events one id would make every search long.
    static let mostNamesakes = 16

    private let capacity: Int
    private let maximumBytes: Int
    private(set) var bytes = 0
    private var ring: [Entry] = []
    private var next = 0
    /// Where the search for the oldest fate to forget goes on.
    private var sweep = 0
    private var index = PlaceIndex()

    /// Entries looked at for one fate that is too many. Bounds the time; what is left over is found with later ones.
    private static let longestSweep = 64

    init(capacity: Int, maximumBytes: Int) {
        self.capacity = capacity
        self.maximumBytes = maximumBytes
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
        for _ in 0..<Self.longestSweep where bytes > maximumBytes { forgetIfFinal() }
    }

    /// Forgets the next fate in turn when it is final. Its slot stays in the ring under no name.
    private mutating func forgetIfFinal() {
        if sweep >= ring.count { sweep = 0 }
        if let detail = ring[sweep].detail, detail.fate.state.isFinal {
            let entry = ring[sweep]
            index.remove(sweep, tag: entry.tag)
            put(Entry(eventID: "", serial: 0, source: "", receivedAt: entry.receivedAt, tag: entry.tag), at: sweep)
        }
        sweep += 1
    }

    private mutating func put(_ entry: Entry, at slot: Int) {
        bytes += (entry.detail?.size ?? 0) - (ring[slot].detail?.size ?? 0)
        ring[slot] = entry
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
            put(entry, at: slot)
        } else if ring.count < capacity {
            index.insert(ring.count, tag: entry.tag)
            bytes += entry.detail?.size ?? 0
            ring.append(entry)
        } else {
            // A forgotten slot is not in the index any more; taking it out again does nothing.
            index.remove(next, tag: ring[next].tag)
            index.insert(next, tag: entry.tag)
            put(entry, at: next)
            // The newest is not the next to be forgotten.
            if sweep == next { sweep += 1 }
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
