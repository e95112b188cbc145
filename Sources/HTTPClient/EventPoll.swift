import CLibcurl
import Glibc

/// The sockets one thread waits for. Not for use by several threads.
final class EventPoll {
    private let descriptor: Int32
    private var registered: [Int32: UInt32] = [:]
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    static let readable = EPOLLIN.rawValue
    static let writable = EPOLLOUT.rawValue
    static let failed = EPOLLERR.rawValue | EPOLLHUP.rawValue

    init() throws(TransferError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else {
            throw TransferError(
                code: .shutdown, message: "cannot wait for sockets: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Waits for `events` of `socket`, in place of what it was waited for before; none forgets it.
    ///
    /// - Returns: nil, or the `errno` of the system's refusal; nothing of this socket is reported any more then.
    func watch(_ socket: Int32, for events: UInt32) -> Int32? {
        guard events != 0 else {
            // A socket that was closed first has left by itself, which is all that can be wrong here.
            if registered.removeValue(forKey: socket) != nil { _ = control(EPOLL_CTL_DEL, socket, 0) }
            return nil
        }
        let previous = registered.updateValue(events, forKey: socket)
        if previous == events { return nil }
        var refusal = control(previous == nil ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, events)
        // Closed without a word and opened again under the same number, or the other way round.
        if refusal == ENOENT { refusal = control(EPOLL_CTL_ADD, socket, events) }
        if refusal == EEXIST { refusal = control(EPOLL_CTL_MOD, socket, events) }
        guard refusal != nil else { return nil }
        registered[socket] = nil
        _ = control(EPOLL_CTL_DEL, socket, 0)
        return refusal
    }

    private func control(_ operation: Int32, _ socket: Int32, _ events: UInt32) -> Int32? {
        var event = epoll_event(events: events, data: epoll_data_t(fd: socket))
        return epoll_ctl(descriptor, operation, socket, &event) == 0 ? nil : errno
    }

    /// Sleeps until something happens or the time is over (-1: no end), and reports each socket with its events.
    func wait(milliseconds: Int32, _ report: (_ socket: Int32, _ events: UInt32) -> Void) {
        let count = Int(epoll_wait(descriptor, &events, Int32(events.count), milliseconds))
        // Below zero means interrupted by a signal: the caller comes back anyway.
        for index in 0..<max(0, count) { report(events[index].data.fd, events[index].events) }
    }
}
