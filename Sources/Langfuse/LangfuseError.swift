/// Why Langfuse did not do what was asked. The message names the server and the action, never a key.
package struct LangfuseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a closed set fit for metric labels.
    package enum Code: String, Sendable, CaseIterable {
        /// The configuration cannot work.
        case configuration
        /// The keys are wrong, for another region, or may not do this (401, 403).
        case unauthorized
        /// No such thing, or no such route in the server's mode (404, 410).
        case notFound = "not_found"
        /// Too many requests (429).
        case rateLimited = "rate_limited"
        /// The request or the answer is too large (413).
        case tooLarge = "too_large"
        /// Refused for good (other 4xx).
        case refused
        /// Away or in trouble: no connection, no answer in time, 408, 422, 5xx.
        case unavailable
        /// The answer is not what Langfuse would say.
        case malformed
        /// The task was cancelled.
        case cancelled
    }

    /// What went wrong.
    package var code: Code
    /// What happened, where, and what to do.
    package var message: String
    /// When the server said to come back; nil when it did not.
    package var retryAfter: Duration?

    /// Creates an error.
    package init(code: Code, message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    package var description: String { message }
}
