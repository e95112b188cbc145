/// Reads traces that an event only names.
package protocol TraceSource: Sendable {
    /// Reads the trace of `target`; when it names an observation, input, output and metadata are that observation's.
    func trace(for target: Target) async throws(TraceSourceError) -> Trace
}

/// Why a trace could not be read.
package struct TraceSourceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong.
    package enum Code: String, Sendable, CaseIterable {
        case notFound, unauthorized, rateLimited, unavailable, malformed
    }

    /// What went wrong.
    package var code: Code
    /// What happened, where, and what to do.
    package var message: String
    /// When the other side said to come back.
    package var retryAfter: Duration?

    /// Creates an error.
    package init(code: Code, message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    package var description: String { message }

    /// Whether asking again later may help. A trace that is not there yet may still arrive, and refused keys can be put
    /// right while the jobs wait.
    package var isTransient: Bool { code != .malformed }
}
