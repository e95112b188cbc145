import CLibcurl
import Glibc
import Synchronization

/// Drives libcurl's multi handle on one thread: https://curl.se/libcurl/c/curl_multi_socket_action.html.
///
/// Everything here happens on the thread that calls `run`, callbacks included.
final class CurlLoop {
    private let multi: UnsafeMutableRawPointer
    private let inbox: TransportInbox
    private let configuration: TransportConfiguration
    private let poll: EventPoll
    private var queue: TransferQueue
    private var active: [UInt64: Transfer] = [:]
    private var idle: [Transfer] = []
    /// When libcurl wants to be called again; nil when it does not.
    private var timer: MonotonicTime?
    /// Transfers whose socket the system would not watch, with its reason; they are ended after libcurl's callback.
    private var unwatched: [(id: UInt64, reason: Int32)] = []

    init(inbox: TransportInbox, configuration: TransportConfiguration) throws(TransferError) {
        let poll = try EventPoll()
        guard inbox.descriptor >= 0, let multi = curl_multi_init() else {
            throw TransferError(code: .shutdown, message: "the system has no descriptor or memory left for transfers")
        }
        self.multi = multi
        self.poll = poll
        self.inbox = inbox
        self.configuration = configuration
        queue = TransferQueue(
            limit: configuration.maximumConnections, limitPerHost: configuration.maximumConnectionsPerHost)
        let context = Unmanaged.passUnretained(self).toOpaque()
        shim_curl_multi_setopt_socket(multi, socketCallback)
        shim_curl_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, context)
        shim_curl_multi_setopt_timer(multi, timerCallback)
        shim_curl_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, context)
        keepConnections(configuration.maximumConnections)
        if let refusal = poll.watch(inbox.descriptor, for: EventPoll.readable) {
            throw TransferError(
                code: .shutdown, message: "cannot wait for submissions: \(String(cString: strerror(refusal)))")
        }
    }

    deinit {
        // Closing connections would call back into an object that is being taken down. The system forgets closed sockets.
        shim_curl_multi_setopt_socket(multi, nil)
        shim_curl_multi_setopt_timer(multi, nil)
        // The handles of transfers are freed with them, after this one.
        for transfer in active.values { curl_multi_remove_handle(multi, transfer.easy) }
        curl_multi_cleanup(multi)
    }

    /// Works until the inbox is stopped.
    func run() {
        while true {
            let batch = inbox.take()
            if let limits = batch.limits {
                queue.limit(limits.connections, perHost: limits.perHost)
                keepConnections(limits.connections)
            }
            for submission in batch.submissions { queue.append(submission) }
            for id in batch.cancellations { cancel(id) }
            if batch.isStopped { return finishAll() }
            failExpired()
            startWaiting()
            runTimer()
            // In this order: what has ended by itself has its own answer.
            let ended = reap()
            let failed = failUnwatched()
            publish()
            // What has ended may have made room, and libcurl may have had more to do than its sockets tell.
            if ended || failed { continue }
            poll.wait(milliseconds: waitMilliseconds()) { socket, events in
                guard socket != inbox.descriptor else { return }
                var running: Int32 = 0
                curl_multi_socket_action(multi, socket, Self.flags(events), &running)
            }
        }
    }

    /// Keeps as many connections open as there may be transfers.
    private func keepConnections(_ count: Int) {
        shim_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, max(1, count))
    }

    fileprivate func socketChanged(_ easy: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ wanted: Int32) {
        let events: UInt32 =
            switch wanted {
            case CURL_POLL_IN: EventPoll.readable
            case CURL_POLL_OUT: EventPoll.writable
            case CURL_POLL_INOUT: EventPoll.readable | EventPoll.writable
            default: 0
            }
        guard let refusal = poll.watch(socket, for: events), let easy,
            let submission = Transfer.from(easy: easy)?.submission
        else { return }
        unwatched.append((submission.id, refusal))
    }

    fileprivate func timerChanged(milliseconds: Int) {
        timer = milliseconds < 0 ? nil : MonotonicTime.now + .milliseconds(milliseconds)
    }

    private static func flags(_ events: UInt32) -> Int32 {
        var flags: Int32 = 0
        if events & EventPoll.readable != 0 { flags |= CURL_CSELECT_IN }
        if events & EventPoll.writable != 0 { flags |= CURL_CSELECT_OUT }
        if events & EventPoll.failed != 0 { flags |= CURL_CSELECT_ERR }
        return flags
    }

    private func waitMilliseconds() -> Int32 {
        guard let next = [timer, queue.count > 0 ? queue.earliestDeadline : nil].compactMap(\.self).min() else {
            return -1
        }
        return Int32(min(next.milliseconds(from: .now), 3_600_000))
    }

    private func runTimer() {
        guard let timer, timer <= .now else { return }
        // libcurl sets the next one from within the call.
        self.timer = nil
        var running: Int32 = 0
        curl_multi_socket_action(multi, shim_curl_socket_timeout(), 0, &running)
    }

    private func startWaiting() {
        while let submission = queue.startNext() {
            do throws(TransferError) {
                let transfer = try takeHandle()
                do throws(TransferError) {
                    try transfer.begin(submission, now: .now)
                    try add(transfer)
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

    private func add(_ transfer: Transfer) throws(TransferError) {
        let result = curl_multi_add_handle(multi, transfer.easy)
        guard result == CURLM_OK else {
            throw TransferError(
                code: .proto, message: "libcurl took no transfer: \(String(cString: curl_multi_strerror(result)))")
        }
    }

    private func reap() -> Bool {
        var ended = false
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = Transfer.from(easy: easy)
            else { continue }
            // The message dies with the removal of the handle.
            finish(transfer, result: shim_curl_message_result(message), error: nil)
            ended = true
        }
        return ended
    }

    private func finish(_ transfer: Transfer, result: CURLcode, error: TransferError?) {
        curl_multi_remove_handle(multi, transfer.easy)
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

private func socketCallback(
    _ easy: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ wanted: Int32, _ context: UnsafeMutableRawPointer?,
    _ socketContext: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context else { return 0 }
    Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().socketChanged(easy, socket, wanted)
    return 0
}

private func timerCallback(
    _ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context else { return 0 }
    Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().timerChanged(milliseconds: milliseconds)
    return 0
}
