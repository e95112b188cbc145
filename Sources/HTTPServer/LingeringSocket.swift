import Glibc

/// A socket whose answer is out while its peer may still be sending.
///
/// Closing it with bytes unread would reset the connection, and the reset may overtake the answer on its way
/// (RFC 9112, 9.6): so what comes is read and thrown away, for a while and up to an amount.
struct LingeringSocket {
    /// How many may linger at one time in one listener.
    static let maximumNumber = 64
    private static let longest: UInt64 = 2_000_000_000
    private static let mostBytes = 16_777_216

    private(set) var descriptor: Int32
    /// When it is closed at the latest, in nanoseconds of the monotonic clock.
    let deadline: UInt64
    private var bytesLeft = Self.mostBytes

    /// Takes a second hold on the socket of a connection that is about to be closed.
    init?(duplicating other: Int32) {
        descriptor = fcntl(other, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        deadline = MonotonicClock.now() + Self.longest
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Whether it has been closed.
    var isClosed: Bool { descriptor < 0 }

    /// Throws away what has come in, and closes at the end of the stream, of the amount or of the time.
    mutating func drain(now: UInt64) {
        let finished = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
            while bytesLeft > 0, now < deadline {
                let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                if count < 0, errno == EAGAIN { return false }
                guard count > 0 else { return true }
                bytesLeft -= count
            }
            return true
        }
        if finished {
            close()
            descriptor = -1
        }
    }

    /// Closes the descriptor.
    func close() {
        _ = Glibc.close(descriptor)
    }
}
