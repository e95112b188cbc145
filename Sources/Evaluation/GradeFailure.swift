/// Why a grader could not judge. Never a number: invariant 2.
package struct GradeFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a closed set fit for metric labels.
    package enum Code: String, Sendable, CaseIterable {
        case unparseable, truncated, refused, timeout
        case rateLimited = "rate_limited"
        case auth, budget
        case contextTooLong = "context_too_long"
        case schemaViolation = "schema_violation"
        case missingInput = "missing_input"
        case invalidInput = "invalid_input"
        case limitExceeded = "limit_exceeded"
        case partFailed = "part_failed"
        case unavailable
        case `internal`
    }

    /// What went wrong.
    package var code: Code
    /// What happened, where, and what to do.
    package var message: String
    /// When the other side said to come back; nil when it did not.
    package var retryAfter: Duration?
    /// Whether another attempt later may succeed.
    package var isTransient: Bool

    /// Creates a failure. Unless told, timeouts, rate limits and an unavailable model count as transient.
    package init(code: Code, message: String, retryAfter: Duration? = nil, isTransient: Bool? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
        self.isTransient = isTransient ?? [.timeout, .rateLimited, .unavailable].contains(code)
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
