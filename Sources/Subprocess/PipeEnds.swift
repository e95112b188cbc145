import CSpawn
import Glibc

/// The two ends of a pipe that no other program inherits.
struct PipeEnds {
    private(set) var reading: Int32
    private(set) var writing: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
        // A service started without standard streams may get their numbers, which the child's own would overwrite.
        guard Self.lift(&reading), Self.lift(&writing) else {
            closeBoth()
            return nil
        }
    }

    func closeBoth() {
        Glibc.close(reading)
        Glibc.close(writing)
    }

    /// Makes reads and writes of `descriptor` return at once. The other end keeps waiting, as programs expect.
    static func setNonblocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    private static func lift(_ descriptor: inout Int32) -> Bool {
        guard descriptor <= 2 else { return true }
        let higher = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard higher >= 0 else { return false }
        Glibc.close(descriptor)
        descriptor = higher
        return true
    }
}
