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
    func watch(_ socket: Int32, for events: UInt32) {
        var event = epoll_event(events: events, data: epoll_data_t(fd: socket))
        if events == 0 {
            guard registered.removeValue(forKey: socket) != nil else { return }
            epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, &event)
        } else if let previous = registered.updateValue(events, forKey: socket) {
            if previous != events { epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) }
        } else {
            epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event)
        }
    }

    /// Sleeps until something happens or the time is over (-1: no end), and reports each socket with its events.
    func wait(milliseconds: Int32, _ report: (_ socket: Int32, _ events: UInt32) -> Void) {
        let count = Int(epoll_wait(descriptor, &events, Int32(events.count), milliseconds))
        // Below zero means interrupted by a signal: the caller comes back anyway.
        for index in 0..<max(0, count) { report(events[index].data.fd, events[index].events) }
    }
}
