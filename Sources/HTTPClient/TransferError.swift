/// Why a request got no usable answer. The message names the host, never a header or a body.
package struct TransferError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a closed set fit for metric labels.
    package enum Code: String, Sendable, CaseIterable {
        case invalidURL, nameResolution, connect, tls, timeout, connectionLost, responseTooLarge, cancelled, shutdown,
            proto
    }

    /// What went wrong.
    package var code: Code
    /// What happened, where, and what to do.
    package var message: String

    /// Creates an error.
    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// Whether the same request may succeed when it is sent again.
    package var isTransient: Bool {
        switch code {
        case .nameResolution, .connect, .timeout, .connectionLost, .proto: true
        case .invalidURL, .tls, .responseTooLarge, .cancelled, .shutdown: false
        }
    }
}
