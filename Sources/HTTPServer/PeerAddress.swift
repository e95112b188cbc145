import CLibmicrohttpd
import Glibc

/// The other side of a connection, read once when it opens.
struct PeerAddress {
    /// The numeric address without the port; an IPv4 address mapped into IPv6 is written as IPv4.
    let text: String
    /// Whether the address is one of this machine's loopback addresses, or a Unix socket.
    let isLoopback: Bool

    /// Reads what the system says of the peer; nil makes an empty, not local address.
    init(_ address: UnsafePointer<sockaddr>?) {
        switch address.map({ Int32($0.pointee.sa_family) }) {
        case AF_INET:
            self = UnsafeRawPointer(address)?.loadUnaligned(as: sockaddr_in.self).sin_addr.peer ?? .unknown
        case AF_INET6:
            self = UnsafeRawPointer(address)?.loadUnaligned(as: sockaddr_in6.self).sin6_addr.peer ?? .unknown
        case AF_UNIX:
            self = PeerAddress(text: "unix", isLoopback: true)
        default:
            self = .unknown
        }
    }

    fileprivate init(text: String, isLoopback: Bool) {
        self.text = text
        self.isLoopback = isLoopback
    }

    private static let unknown = PeerAddress(text: "", isLoopback: false)
}

extension in_addr {
    fileprivate var peer: PeerAddress {
        let bytes = withUnsafeBytes(of: self) { Array($0) }
        let text = bytes.map { String($0) }.joined(separator: ".")
        return PeerAddress(text: text, isLoopback: bytes.first == 127)
    }
}

extension in6_addr {
    fileprivate var peer: PeerAddress {
        let bytes = withUnsafeBytes(of: self) { Array($0) }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            let text = bytes[12...].map { String($0) }.joined(separator: ".")
            return PeerAddress(text: text, isLoopback: bytes[12] == 127)
        }
        var copy = self
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(AF_INET6, &copy, &buffer, socklen_t(buffer.count))
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return PeerAddress(text: text, isLoopback: bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1)
    }
}
