/// The transfers that wait for a connection: first come first served for each host, hosts in turn.
///
/// libcurl could hold them itself, but does not time them out while it does, and wakes all of them for each that ends.
struct TransferQueue {
    private struct Host {
        var active = 0
        var order: [UInt64] = []
        var next = 0
    }

    private var limit: Int
    private var limitPerHost: Int
    private var active = 0
    private var hosts: [String: Host] = [:]
    private var waiting: [UInt64: Submission] = [:]
    /// Hosts that have someone waiting, in the order they are looked at.
    private var turn: [String] = []
    /// No waiting transfer's deadline is earlier; it may be of one that waits no more.
    private(set) var earliestDeadline: MonotonicTime?

    init(limit: Int, limitPerHost: Int) {
        self.limit = max(1, limit)
        self.limitPerHost = max(1, limitPerHost)
    }

    /// Lets so many be under way from now on; those beyond that end as they would.
    mutating func limit(_ limit: Int, perHost: Int) {
        self.limit = max(1, limit)
        limitPerHost = max(1, perHost)
    }

    /// Transfers that wait.
    var count: Int { waiting.count }

    /// Puts a transfer at the end of its host's line.
    mutating func append(_ submission: Submission) {
        let key = submission.target.key
        if hosts[key, default: Host()].order.isEmpty { turn.append(key) }
        hosts[key, default: Host()].order.append(submission.id)
        waiting[submission.id] = submission
        earliestDeadline = min(earliestDeadline ?? submission.deadline, submission.deadline)
    }

    /// Takes the next transfer that may start now, and counts it as under way until `finished` is told of it.
    mutating func startNext() -> Submission? {
        guard active < limit else { return nil }
        var index = 0
        while index < turn.count {
            let key = turn[index]
            if let submission = hosts[key]?.active ?? 0 < limitPerHost ? takeFirst(of: key) : nil {
                // The host goes to the end of the turn, so that a busy one cannot starve the others.
                turn.remove(at: index)
                if hosts[key]?.order.isEmpty == false { turn.append(key) }
                active += 1
                hosts[key]?.active += 1
                return submission
            }
            if hosts[key]?.order.isEmpty == false { index += 1 } else { forget(key, at: index) }
        }
        return nil
    }

    /// Tells that a transfer to `key` that was started has ended.
    mutating func finished(_ key: String) {
        active -= 1
        hosts[key]?.active -= 1
        if let host = hosts[key], host.active == 0, host.order.isEmpty { hosts[key] = nil }
    }

    /// Removes and returns the transfer `id` when it waits.
    mutating func remove(_ id: UInt64) -> Submission? { waiting.removeValue(forKey: id) }

    /// Removes and returns those whose deadline has passed.
    mutating func removeExpired(now: MonotonicTime) -> [Submission] {
        guard let earliestDeadline, earliestDeadline <= now else { return [] }
        let expired = waiting.values.filter { $0.deadline <= now }
        for submission in expired { waiting[submission.id] = nil }
        self.earliestDeadline = waiting.values.map(\.deadline).min()
        return expired
    }

    /// Removes and returns all.
    mutating func removeAll() -> [Submission] {
        defer { waiting = [:] }
        return Array(waiting.values)
    }

    private mutating func takeFirst(of key: String) -> Submission? {
        guard var host = hosts[key] else { return nil }
        // Moved out, not copied: the line of a host may be long.
        hosts[key]?.order = []
        defer { hosts[key] = host }
        while host.next < host.order.count {
            let submission = waiting.removeValue(forKey: host.order[host.next])
            host.next += 1
            if host.next == host.order.count { (host.order, host.next) = ([], 0) }
            if host.next > 1024, host.next * 2 > host.order.count {
                host.order.removeFirst(host.next)
                host.next = 0
            }
            if let submission { return submission }
        }
        return nil
    }

    private mutating func forget(_ key: String, at index: Int) {
        turn.remove(at: index)
        if hosts[key]?.active == 0 { hosts[key] = nil }
    }
}
