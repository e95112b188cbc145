import Glibc

/// Why a listener could not start.
package struct ListenerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What failed.
    package enum Code: String, Sendable {
        /// The address is not a numeric IPv4 or IPv6 address.
        case invalidAddress
        /// Another socket listens on the address and port already.
        case addressInUse
        /// The port or the address is not ours to bind.
        case notPermitted
        /// The socket could not be made or bound for another reason.
        case socketFailed
        /// libmicrohttpd did not start.
        case daemonFailed
        /// The listener was started before; a listener starts once.
        case alreadyStarted
    }

    /// What failed.
    package let code: Code
    /// A sentence with the address and the system's reason.
    package let message: String

    /// A text from a closed set, for metrics.
    package var label: String { code.rawValue }

    package var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Names the failed call by its `errno`.
    init(errno number: Int32, binding endpoint: String) {
        let reason = String(cString: strerror(number))
        switch number {
        case EADDRINUSE:
            self.init(.addressInUse, "cannot listen on \(endpoint): another process already does")
        case EACCES, EPERM, EADDRNOTAVAIL:
            self.init(.notPermitted, "cannot listen on \(endpoint): \(reason)")
        default:
            self.init(.socketFailed, "cannot listen on \(endpoint): \(reason)")
        }
    }
}
