/// The groups of a loop's transfers: chooses one for each transfer, and lets go of those that nothing has used for long,
/// with their connections.
struct TransferGroups {
    /// The groups, in the order they were made.
    private(set) var all: [TransferGroup] = []
    private var lastByHost: [String: TransferGroup] = [:]
    private let idleTime: Duration

    /// Creates none. A group without transfers is kept for `idleTime`.
    init(idleTime: Duration) { self.idleTime = idleTime }

    /// Returns a group with room: the one that served `host` last, since its connections can be used again, else the
    /// first, so that few transfers stay together, else what `make` makes.
    mutating func next(
        for host: String, make: () throws(TransferError) -> TransferGroup
    ) throws(TransferError) -> TransferGroup {
        if let last = lastByHost[host], last.hasRoom { return last }
        let group: TransferGroup
        if let first = all.first(where: \.hasRoom) {
            group = first
        } else {
            group = try make()
            all.append(group)
        }
        lastByHost[host] = group
        return group
    }

    /// When the first of the groups without transfers will have been so for too long; nil when all have some.
    var nextExpiry: MonotonicTime? { all.compactMap(\.emptySince).min().map { $0 + idleTime } }

    /// Takes out and returns the groups that have been without transfers for too long.
    mutating func removeIdle(now: MonotonicTime) -> [TransferGroup] {
        let isIdle = { [idleTime] (group: TransferGroup) in group.emptySince.map { $0 + idleTime <= now } ?? false }
        guard all.contains(where: isIdle) else { return [] }
        let removed = all.filter(isIdle)
        all.removeAll(where: isIdle)
        lastByHost = lastByHost.filter { !isIdle($0.value) }
        return removed
    }

    /// Lets go of all.
    mutating func removeAll() {
        all = []
        lastByHost = [:]
    }
}
