import JSON

/// An address to listen on: `127.0.0.1:8080`, `[::1]:8080`, or `0.0.0.0:0` for any free port.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// The numeric address.
    package var host: String
    /// The port; 0 takes a free one.
    package var port: UInt16

    /// Creates an address.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool { host.hasPrefix("127.") || host == "::1" }

    /// Parses `host:port`; nil when it is none. `localhost` stands for 127.0.0.1.
    package static func parse(_ text: String) -> ListenAddress? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host == "localhost" { host = "127.0.0.1" }
        guard !host.isEmpty else { return nil }
        return ListenAddress(host: host, port: port)
    }

    static func read(_ reader: inout JSONReader, _ key: String) throws(JSONReadError) -> ListenAddress? {
        guard let text = try reader.string(key) else { return nil }
        guard let address = parse(text) else {
            throw reader.error(key, "expected an address and a port, e.g. 127.0.0.1:8080 or [::1]:8080")
        }
        return address
    }
}
