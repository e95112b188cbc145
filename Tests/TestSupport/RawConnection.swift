import Glibc
import Synchronization

/// A TCP client that sends exactly the bytes it is given, for input no proper client would send.
///
/// Its calls block, each at most `timeout`, on a thread of their own, so that the cooperative pool stays free.
package final class RawConnection: Sendable {
    /// Why a raw exchange did not come about.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    private let descriptor: Int32
    /// Bytes received that belong to the next answer.
    private let unread = Mutex<[UInt8]>([])

    /// Connects to a port on 127.0.0.1. The timeout, in seconds, holds for each later call.
    package init(port: UInt16, timeout: Int = 10) throws(Failure) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            // `deinit` closes the descriptor, here too.
            throw Failure(description: "cannot connect to port \(port): \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Sends all of `bytes`; a peer that has closed meanwhile is not an error, its answer tells.
    package func send(_ bytes: [UInt8]) async {
        // `self` is held until the thread is done: its descriptor must not become another socket's meanwhile.
        await Self.offPool { [self] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Sends the text.
    package func send(_ text: String) async {
        await send(Array(text.utf8))
    }

    /// Reads one answer, framed by its Content-Length; `isHead` for the answer to a HEAD request.
    package func response(isHead: Bool = false) async throws -> RawResponse {
        try await Self.offPool { [self] () throws(Failure) in
            while true {
                let response = unread.withLock { unread -> RawResponse? in
                    guard let response = RawResponse(unread, isHead: isHead) else { return nil }
                    unread.removeFirst(response.byteCount)
                    return response
                }
                if let response { return response }
                guard try receive() else {
                    let text = unread.withLock { String(decoding: $0, as: UTF8.self) }
                    throw Failure(description: "the peer closed after \(text.debugDescription)")
                }
            }
        }
    }

    /// Reads until the peer closes and returns what came. A reset counts as closing.
    package func readToEnd() async throws -> [UInt8] {
        try await Self.offPool { [self] () throws(Failure) in
            while try receive() {}
            return unread.withLock { unread in
                defer { unread = [] }
                return unread
            }
        }
    }

    /// Waits for bytes and keeps them.
    ///
    /// - Returns: false when the peer has closed.
    private func receive() throws(Failure) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count == 0 || count < 0 && errno == ECONNRESET { return false }
        guard count > 0 else { throw Failure(description: "no bytes: \(String(cString: strerror(errno)))") }
        unread.withLock { $0 += buffer.prefix(count) }
        return true
    }

    /// Sends the end of the stream; reading stays possible.
    package func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Closes so that the peer sees a reset.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        // The descriptor itself is closed by `deinit`; taking the place of a closed one sends the reset now.
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        dup2(null, descriptor)
        close(null)
    }

    private static func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            BlockingThread.run { continuation.resume(returning: body()) }
        }
    }

    private static func offPool<Value: Sendable>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            BlockingThread.run { continuation.resume(with: Result(catching: body)) }
        }
    }
}
