import Glibc

/// The work of a pool's thread: starts processes, hands them requests, reads their replies, and kills those that fail.
final class PoolLoop {
    /// A wait longer than this is not worth waiting for: requests fail and say when to come back.
    private static let longestWait = Duration.seconds(1)
    /// How long a process that has closed its output may take to end, so that it can be said how it ended.
    private static let lastWords = Duration.milliseconds(500)

    let configuration: ProcessPoolConfiguration
    private let inbox: PoolInbox
    private var waiting: [PoolRequest] = []
    private var workers: [PoolWorker] = []
    private var ending: [EndingProcess] = []
    private var restarts: RestartPolicy
    private let mask: SecretMask
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    init(inbox: PoolInbox, configuration: ProcessPoolConfiguration) {
        self.inbox = inbox
        self.configuration = configuration
        restarts = RestartPolicy(configuration.backoff)
        mask = SecretMask(configuration.command.secrets)
    }

    deinit { buffer.deallocate() }

    /// Works until the inbox is stopped and every process is gone.
    func run() {
        while true {
            let batch = inbox.take()
            if batch.isStopped { return finishAll(batch.requests) }
            for request in batch.requests { admit(request) }
            for id in batch.cancellations { cancel(id) }
            let now = ContinuousClock.now
            failLate(now)
            reap(now)
            assign(now)
            wait(watchesInbox: true)
        }
    }

    private func admit(_ request: PoolRequest) {
        guard waiting.count < configuration.maximumWaiting else {
            return request.finish(failure(.unavailable, "\(waiting.count) requests wait for `\(name)` already"))
        }
        waiting.append(request)
    }

    private func cancel(_ id: UInt64) {
        let outcome = failure(.cancelled, "the request to `\(name)` was cancelled")
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            waiting.remove(at: index).finish(outcome)
        } else if let worker = workers.first(where: { $0.request?.id == id }), let request = worker.request {
            worker.abandon()
            request.finish(outcome)
        }
    }

    /// Fails what has waited too long, and kills what has worked too long.
    private func failLate(_ now: ContinuousClock.Instant) {
        while let index = waiting.firstIndex(where: { $0.deadline <= now }) {
            let text = "no process of `\(name)` came free within \(configuration.timeout)"
            waiting.remove(at: index).finish(failure(.timeout, text))
        }
        for worker in workers where worker.deadline.map({ $0 <= now }) ?? false {
            worker.receiveErrors(buffer)
            fail(worker, .timeout, "gave no reply within \(configuration.timeout) and was killed")
        }
    }

    private func reap(_ now: ContinuousClock.Instant) {
        ending.removeAll { $0.nextLook <= now && $0.isGone(now: now) }
    }

    /// Hands waiting requests to idle processes, and to new ones while there may be more.
    private func assign(_ now: ContinuousClock.Instant) {
        while !waiting.isEmpty {
            if let idle = workers.first(where: { $0.request == nil }) {
                guard !idle.hasSpoken(buffer) else {
                    retire(idle, within: Self.lastWords)
                    continue
                }
                idle.begin(waiting.removeFirst(), until: now + configuration.timeout)
            } else if workers.count < max(1, configuration.processes), restarts.wait(now: now) == .zero {
                start(now)
            } else {
                return failHopeless(now)
            }
        }
    }

    private func start(_ now: ContinuousClock.Instant) {
        do throws(SpawnError) {
            let worker = PoolWorker(
                try ChildProcess(configuration.command), maximumReplyBytes: configuration.maximumReplyBytes,
                mask: mask)
            workers.append(worker)
            worker.begin(waiting.removeFirst(), until: now + configuration.timeout)
        } catch {
            // One that lasts is no reason to wait: whoever mends it need not wait either.
            if !error.isLasting { restarts.failed(error.message, now: now) }
            waiting.removeFirst().finish(failure(error.isLasting ? .notStartable : .unavailable, error.message))
        }
    }

    /// Fails what waits when there is no process left and none will be started soon.
    private func failHopeless(_ now: ContinuousClock.Instant) {
        let wait = restarts.wait(now: now)
        guard workers.isEmpty, wait > Self.longestWait else { return }
        let text = "`\(name)` has failed several times in a row and is started again later; \(restarts.lastFailure)"
        let outcome = failure(.unavailable, text, retryAfter: wait)
        for request in waiting { request.finish(outcome) }
        waiting = []
    }

    /// Sleeps until a process has something to say, a time has come or the inbox calls, and sees to the processes.
    private func wait(watchesInbox: Bool) {
        var polled = [pollfd(fd: watchesInbox ? inbox.descriptor : -1, events: Int16(POLLIN), revents: 0)]
        for worker in workers {
            polled.append(pollfd(fd: worker.child.output, events: Int16(POLLIN), revents: 0))
            polled.append(pollfd(fd: worker.child.errors, events: Int16(POLLIN), revents: 0))
            let input = worker.isSending ? worker.child.input : -1
            polled.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
        }
        guard poll(&polled, nfds_t(polled.count), waitMilliseconds()) > 0 else { return }
        // Seeing to one may remove it, so the list of this round is kept.
        for (index, worker) in workers.enumerated() {
            let place = 1 + 3 * index
            if polled[place + 1].revents != 0 { worker.receiveErrors(buffer) }
            if polled[place + 2].revents != 0 { worker.send() }
            if polled[place].revents != 0 { attend(worker) }
        }
    }

    private func waitMilliseconds() -> Int32 {
        var times = waiting.map(\.deadline) + workers.compactMap(\.deadline) + ending.map(\.nextLook)
        if !waiting.isEmpty, workers.count < max(1, configuration.processes), let start = restarts.earliestStart {
            times.append(start)
        }
        guard let next = times.min() else { return -1 }
        let (seconds, attoseconds) = (next - .now).components
        guard seconds < 3_600 else { return 3_600_000 }
        // Rounded up: waking too early would only go round once more.
        return max(0, Int32(seconds) * 1_000 + Int32(attoseconds / 1_000_000_000_000_000) + 1)
    }

    private func attend(_ worker: PoolWorker) {
        guard let request = worker.request else {
            if worker.hasSpoken(buffer) { retire(worker, within: Self.lastWords) }
            return
        }
        switch worker.receive(buffer) {
        case .nothing: return
        case .closed: lost(worker)
        case .tooLong:
            fail(worker, .replyTooLarge, "wrote a reply of more than \(configuration.maximumReplyBytes) bytes")
        case .line(let line, let isFollowed):
            guard request.isReply(line) else {
                return fail(worker, .notAReply, "wrote a line that is no reply to the request: \(excerpt(line))")
            }
            restarts.succeeded()
            let isUnread = worker.isSending
            worker.finishReply()?.finish(.success(line))
            // What follows the reply would be taken for the next one, as the rest of the request for the next request.
            if isFollowed || isUnread {
                retire(worker, within: .zero)
            } else if let limit = configuration.maximumReplies, worker.replies >= limit {
                retire(worker, within: configuration.stopGrace)
            }
        }
    }

    /// The process has ended, or will say nothing more.
    private func lost(_ worker: PoolWorker) {
        worker.receiveErrors(buffer)
        let tail = worker.errorTail.note
        workers.removeAll { $0 === worker }
        let killAt = ContinuousClock.now + Self.lastWords
        guard let request = worker.release() else {
            return ending.append(EndingProcess(worker.child, killAt: killAt))
        }
        // It may have gone before the request came; whether the request is to blame shows the second time.
        if worker.replies > 0, !request.wasRestarted {
            waiting.insert(request.restarted(until: .now + configuration.timeout), at: 0)
            return ending.append(EndingProcess(worker.child, killAt: killAt))
        }
        ending.append(
            EndingProcess(worker.child, killAt: killAt) { [self] status in
                let message = "`\(name)` \(status.description) before it replied\(tail)"
                restarts.failed(message, now: .now)
                request.finish(failure(.unavailable, message))
            })
    }

    /// Kills a process that has gone wrong and fails its request.
    private func fail(_ worker: PoolWorker, _ code: ProcessPoolError.Code, _ text: String) {
        let message = "`\(name)` \(text)\(worker.errorTail.note)"
        restarts.failed(message, now: .now)
        worker.release()?.finish(failure(code, message))
        retire(worker, within: .zero)
    }

    /// Takes a process out of service, giving it `grace` to end by itself.
    private func retire(_ worker: PoolWorker, within grace: Duration) {
        workers.removeAll { $0 === worker }
        ending.append(EndingProcess(worker.child, killAt: .now + grace))
    }

    private func finishAll(_ arrived: [PoolRequest]) {
        let outcome = failure(.stopped, "the processes of `\(name)` have been stopped")
        for request in waiting + arrived { request.finish(outcome) }
        waiting = []
        for worker in workers {
            let request = worker.release()
            request?.finish(outcome)
            retire(worker, within: request == nil ? configuration.stopGrace : .zero)
        }
        while !ending.isEmpty {
            reap(.now)
            if !ending.isEmpty { wait(watchesInbox: false) }
        }
    }

    private var name: String { configuration.command.name }

    private func failure(
        _ code: ProcessPoolError.Code, _ message: String, retryAfter: Duration? = nil
    ) -> PoolRequest.Outcome {
        .failure(ProcessPoolError(code: code, message: message, retryAfter: retryAfter))
    }

    private func excerpt(_ line: [UInt8]) -> String {
        // Masked before it is cut, or half a secret would be left. Cut between scalars: with half of one before the
        // `…`, the beginning of a value would not be known there.
        let text = String(decoding: mask.masked(line), as: UTF8.self).unicodeScalars
        let shown = text.prefix(120)
        let printable = shown.map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(printable)) + (shown.endIndex < text.endIndex ? "…" : "")
    }
}
