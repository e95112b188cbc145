import Glibc

/// A flag that one thread sleeps on until another raises it; a descriptor, so that it can be polled beside sockets.
final class WakeupEvent: Sendable {
    /// Readable while the flag is raised.
    let descriptor: Int32
    private let writer: Int32

    init() throws(ListenerError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ListenerError(
                .socketFailed,
                "cannot make a pipe: \(String(cString: strerror(errno))); raise the limit of open files (ulimit -n)")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, writer) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(writer)
    }

    /// Raises the flag.
    func signal() {
        var byte: UInt8 = 1
        // A full pipe is a raised flag too.
        _ = write(writer, &byte, 1)
    }

    /// Waits until the flag is raised, at most so long, and lowers it. -1 waits without an end.
    func wait(milliseconds: Int32) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, milliseconds)
        lower()
    }

    /// Lowers the flag.
    func lower() {
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) == buffer.count {}
        }
    }
}
