import Glibc
import Synchronization

/// Ends the connections whose deadline has passed, and has the requests answered whose handler is late. One thread,
/// asleep until the earliest deadline there is.
///
/// libmicrohttpd's own timeout counts from the last byte, so that a client sending a byte a second is never cut off.
final class Reaper: Sendable {
    private let table = Mutex<[Connection]>([])
    /// Sockets handed over to the thread; once it has taken them nobody else touches them.
    private let arrivedToLinger = Mutex<[LingeringSocket]>([])
    /// How many linger, those just handed over included.
    private let lingeringCount = Atomic<Int>(0)
    private let suspended: SuspendedRequests
    private let wakeup: WakeupEvent
    /// The time the thread will look again by itself; `max` while it is looking or has nothing to wait for.
    private let nextLook = Atomic<UInt64>(.max)
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<pthread_t?>(nil)
    private let timeoutAnswer: @Sendable (Refusal) -> [UInt8]

    init(
        suspended: SuspendedRequests, timeoutAnswer: @escaping @Sendable (Refusal) -> [UInt8]
    ) throws(ListenerError) {
        wakeup = try WakeupEvent()
        self.suspended = suspended
        self.timeoutAnswer = timeoutAnswer
    }

    /// The number of open connections.
    var connectionCount: Int { table.withLock { $0.count } }

    /// Adds a connection that has just opened.
    func add(_ connection: Connection) {
        table.withLock { table in
            connection.index = table.count
            table.append(connection)
        }
    }

    /// Forgets a connection. Its descriptor may be closed once this has returned.
    func remove(_ connection: Connection) {
        table.withLock { table in
            guard let last = table.popLast(), last !== connection else { return }
            table[connection.index] = last
            last.index = connection.index
        }
    }

    /// Sees to it that a deadline just set is kept.
    func note(deadline: UInt64) {
        // Sequentially consistent on both sides: either the thread sees the deadline or we see that it is looking.
        if deadline < nextLook.load(ordering: .sequentiallyConsistent) { wakeup.signal() }
    }

    /// Keeps a socket open until its peer has stopped sending, within bounds.
    func linger(_ socket: consuming LingeringSocket) {
        guard lingeringCount.add(1, ordering: .relaxed).newValue <= LingeringSocket.maximumNumber else {
            lingeringCount.subtract(1, ordering: .relaxed)
            return socket.close()
        }
        arrivedToLinger.withLock { $0.append(socket) }
        wakeup.signal()
    }

    /// Starts the thread.
    func start() throws(ListenerError) {
        let reference = Unmanaged.passRetained(self)
        var id = pthread_t()
        // Released at the end of `runReaper`.
        let result = pthread_create(&id, nil, runReaper, reference.toOpaque())
        guard result == 0 else {
            reference.release()
            throw ListenerError(
                .daemonFailed,
                "cannot start a thread: \(String(cString: strerror(result))); raise the limit of processes (ulimit -u)")
        }
        thread.withLock { $0 = id }
    }

    /// Ends the thread and closes what lingers.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        wakeup.signal()
        let id = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let id { pthread_join(id, nil) }
    }

    fileprivate func run() {
        var lingering: [LingeringSocket] = []
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let deadline = look()
            lingering += takeArrived()
            sleep(until: min(deadline, drain(&lingering)), lingering)
        }
        for socket in lingering + takeArrived() { socket.close() }
    }

    private func takeArrived() -> [LingeringSocket] { arrivedToLinger.withLock { exchange(&$0, with: []) } }

    /// Expires what is due and returns the earliest deadline left.
    private func look() -> UInt64 {
        nextLook.store(.max, ordering: .sequentiallyConsistent)
        let now = MonotonicClock.now()
        var earliest = suspended.answerOverdue(now: now)
        if earliest != .max { earliest = max(earliest, now + 1_000_000) }
        table.withLock { table in
            for connection in table {
                let value = connection.timer.value
                guard value.phase != .handling, value.phase != .expired else { continue }
                if value.deadline <= now, connection.timer.expire(value) {
                    // The table's lock keeps the descriptor open: a connection leaves the table before libmicrohttpd
                    // closes it. Sending and shutting down never block.
                    end(connection.descriptor, value.phase)
                } else {
                    earliest = min(earliest, max(value.deadline, now + 1_000_000))
                }
            }
        }
        nextLook.store(earliest, ordering: .sequentiallyConsistent)
        return earliest
    }

    private func end(_ descriptor: Int32, _ phase: PhaseTimer.Phase) {
        // Nothing else is being sent in these phases, and the connection's thread can no longer answer by itself.
        if phase == .head { RawAnswer.send(timeoutAnswer(.headerTimeout), to: descriptor) }
        if phase == .body { RawAnswer.send(timeoutAnswer(.bodyTimeout), to: descriptor) }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Throws away what has come in and returns the earliest deadline left.
    private func drain(_ sockets: inout [LingeringSocket]) -> UInt64 {
        let now = MonotonicClock.now()
        let before = sockets.count
        for index in sockets.indices { sockets[index].drain(now: now) }
        sockets.removeAll { $0.isClosed }
        lingeringCount.subtract(before - sockets.count, ordering: .relaxed)
        return sockets.map(\.deadline).min() ?? .max
    }

    private func sleep(until deadline: UInt64, _ lingering: [LingeringSocket]) {
        var entries = [pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)]
        for socket in lingering { entries.append(pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)) }
        let now = MonotonicClock.now()
        // One millisecond more than needed: waking early would mean looking in vain.
        let wait = deadline == .max ? -1 : Int32(min((max(deadline, now) - now) / 1_000_000 + 1, 3_600_000))
        _ = poll(&entries, nfds_t(entries.count), wait)
        if entries[0].revents != 0 { wakeup.lower() }
    }
}

/// The body of the reaper's thread.
private func runReaper(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    // Balances `passRetained` in `start`.
    Unmanaged<Reaper>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
