import Glibc

/// Makes the socket that a listener accepts from, so that a failure can be named: libmicrohttpd would only say no.
enum ListeningSocket {
    /// Binds and listens.
    ///
    /// - Returns: the descriptor, owned by the caller, and the port, which the system chose when 0 was asked for.
    static func open(address: String, port: UInt16) throws(ListenerError) -> (descriptor: Int32, port: UInt16) {
        let endpoint = address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]:\(port)" : "\(address):\(port)"
        guard var storage = SocketAddress(numeric: address, port: port) else {
            throw ListenerError(.invalidAddress, "cannot listen on \(endpoint): not a numeric IPv4 or IPv6 address")
        }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(storage.family, kind, 0)
        guard descriptor >= 0 else { throw ListenerError(errno: errno, binding: endpoint) }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR)
        // Accepted sockets inherit it; an answer is written whole, so waiting for more to send would only add latency.
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
        let bound = storage.withSockaddr { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, SOMAXCONN) == 0 else {
            let number = errno
            close(descriptor)
            throw ListenerError(errno: number, binding: endpoint)
        }
        return (descriptor, SocketAddress.boundPort(of: descriptor) ?? port)
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        _ = setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}
