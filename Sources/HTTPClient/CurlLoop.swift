import CLibcurl
import Glibc
import Synchronization

/// Drives libcurl's multi handle on one thread: https://curl.se/libcurl/c/curl_multi_socket_action.html.
///
/// Everything here happens on the thread that calls `run`, callbacks included.
final class CurlLoop {
    private let inbox: TransportInbox
    private let configuration: TransportConfiguration
    private let poll: EventPoll
    private var queue: TransferQueue
    private var active: [UInt64: Transfer] = [:]
    private var idle: [Transfer] = []
    private var groups: TransferGroups
    private var groupsBySocket: [curl_socket_t: TransferGroup] = [:]
    /// Transfers whose socket the system would not watch, with its reason; they are ended after libcurl's callback.
    private var unwatched: [(id: UInt64, reason: Int32)] = []

    init(inbox: TransportInbox, configuration: TransportConfiguration) throws(TransferError) {
        let poll = try EventPoll()
        guard inbox.descriptor >= 0 else {
            throw TransferError(code: .shutdown, message: "the system has no descriptor left for transfers")
        }
        self.poll = poll
        self.inbox = inbox
        self.configuration = configuration
        queue = TransferQueue(
            limit: configuration.maximumConnections, limitPerHost: configuration.maximumConnectionsPerHost)
        groups = TransferGroups(idleTime: configuration.idleTime)
        if let refusal = poll.watch(inbox.descriptor, for: EventPoll.readable) {
            throw TransferError(
                code: .shutdown, message: "cannot wait for submissions: \(String(cString: strerror(refusal)))")
        }
    }

    deinit {
        // Removing a transfer calls back, so it comes before anything is gone; the handles come after it.
        for transfer in active.values { transfer.group?.remove(transfer) }
        groupsBySocket = [:]
        groups.removeAll()
    }

    /// Works until the inbox is stopped.
    func run() {
        while true {
            let batch = inbox.take()
            if let limits = batch.limits {
                queue.limit(limits.connections, perHost: limits.perHost)
            }
            for submission in batch.submissions { queue.append(submission) }
            for id in batch.cancellations { cancel(id) }
            if batch.isStopped { return finishAll() }
            failExpired()
            startWaiting()
            for group in groups.all { group.runTimer() }
            closeIdle()
            // In this order: what has ended by itself has its own answer.
            let ended = reap()
            let failed = failUnwatched()
            publish()
            // What has ended may have made room, and libcurl may have had more to do than its sockets tell.
            if ended || failed { continue }
            poll.wait(milliseconds: waitMilliseconds()) { socket, events in
                groupsBySocket[socket]?.act(on: socket, Self.flags(events))
            }
        }
    }

    private static func flags(_ events: UInt32) -> Int32 {
        var flags: Int32 = 0
        if events & EventPoll.readable != 0 { flags |= CURL_CSELECT_IN }
        if events & EventPoll.writable != 0 { flags |= CURL_CSELECT_OUT }
        if events & EventPoll.failed != 0 { flags |= CURL_CSELECT_ERR }
        return flags
    }

    private func waitMilliseconds() -> Int32 {
        var next = queue.count > 0 ? queue.earliestDeadline : nil
        for time in groups.all.map(\.timer) + [groups.nextExpiry] {
            if let time { next = min(next ?? time, time) }
        }
        guard let next else { return -1 }
        return Int32(min(next.milliseconds(from: .now), 3_600_000))
    }

    private func startWaiting() {
        while let submission = queue.startNext() {
            do throws(TransferError) {
                let transfer = try takeHandle()
                do throws(TransferError) {
                    try transfer.begin(submission, now: .now)
                    try group(for: submission.target.key).add(transfer)
                } catch {
                    transfer.clear()
                    throw error
                }
                active[submission.id] = transfer
            } catch {
                queue.finished(submission.target.key)
                submission.continuation.resume(returning: .failure(error))
            }
        }
    }

    private func takeHandle() throws(TransferError) -> Transfer {
        if let transfer = idle.popLast() { return transfer }
        return try Transfer(configuration: configuration)
    }

    private func group(for host: String) throws(TransferError) -> TransferGroup {
        try groups.next(for: host) { () throws(TransferError) in try TransferGroup(watcher: self) }
    }

    /// Closes the connections that libcurl would not use again anyway.
    private func closeIdle() {
        for group in groups.removeIdle(now: .now) {
            // None should be left: a transfer that ends takes its socket out.
            for (socket, owner) in groupsBySocket where owner === group {
                watch(socket, for: 0, of: group, transfer: nil)
            }
        }
    }

    private func reap() -> Bool {
        var ended = false
        for group in groups.all {
            while let (transfer, result) = group.nextEnded() {
                finish(transfer, result: result, error: nil)
                ended = true
            }
        }
        return ended
    }

    private func finish(_ transfer: Transfer, result: CURLcode, error: TransferError?) {
        transfer.group?.remove(transfer)
        guard let submission = transfer.submission else { return }
        let outcome = transfer.end(result)
        active[submission.id] = nil
        queue.finished(submission.target.key)
        if idle.count < 256 { idle.append(transfer) }
        publish()
        submission.continuation.resume(returning: error.map { .failure($0) } ?? outcome)
    }

    private func cancel(_ id: UInt64) {
        if let submission = queue.remove(id) {
            publish()
            submission.continuation.resume(returning: .failure(Self.cancelled(submission)))
        } else if let transfer = active[id], let submission = transfer.submission {
            finish(transfer, result: CURLE_OK, error: Self.cancelled(submission))
        }
    }

    /// Ends the transfers that would wait for a socket nobody watches.
    private func failUnwatched() -> Bool {
        guard !unwatched.isEmpty else { return false }
        for (id, reason) in exchange(&unwatched, with: []) {
            guard let transfer = active[id], let submission = transfer.submission else { continue }
            let message = "cannot wait for \(submission.target.authority): \(String(cString: strerror(reason)))"
            finish(transfer, result: CURLE_OK, error: TransferError(code: .connect, message: message))
        }
        return true
    }

    private func failExpired() {
        let expired = queue.removeExpired(now: .now)
        guard !expired.isEmpty else { return }
        // Whoever is told of an end must find it counted.
        publish()
        for submission in expired {
            let host = submission.target.authority
            let error = TransferError(
                code: .timeout,
                message: "no connection to \(host) came free within \(submission.request.timeout)")
            submission.continuation.resume(returning: .failure(error))
        }
    }

    private func finishAll() {
        let error = TransferError(code: .shutdown, message: "the transfer ended because the service is stopping")
        for transfer in Array(active.values) { finish(transfer, result: CURLE_OK, error: error) }
        let waiting = queue.removeAll() + inbox.close(with: error).submissions
        publish()
        for submission in waiting { submission.continuation.resume(returning: .failure(error)) }
    }

    private func publish() {
        inbox.inFlight.store(active.count, ordering: .relaxed)
        inbox.queued.store(queue.count, ordering: .relaxed)
    }

    private static func cancelled(_ submission: Submission) -> TransferError {
        TransferError(code: .cancelled, message: "the request to \(submission.target.authority) was cancelled")
    }
}

extension CurlLoop: SocketWatcher {
    func watch(_ socket: curl_socket_t, for events: UInt32, of group: TransferGroup, transfer: Transfer?) {
        // The number may be another group's by now.
        if events == 0, let owner = groupsBySocket[socket], owner !== group { return }
        groupsBySocket[socket] = events == 0 ? nil : group
        guard let refusal = poll.watch(socket, for: events), let submission = transfer?.submission else { return }
        unwatched.append((submission.id, refusal))
    }
}
