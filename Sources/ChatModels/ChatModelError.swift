/// Why a model gave no reply. The message names model and host, never the key or the prompt.
package struct ChatModelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a closed set fit for metric labels.
    package enum Code: String, Sendable, CaseIterable {
        case timeout, rateLimited, unauthorized, quotaExhausted, contextTooLong, refused, invalidRequest, unavailable,
            malformedReply, notKept, cancelled
    }

    /// What went wrong.
    package var code: Code
    /// What happened, where, and what to do.
    package var message: String
    /// When the provider said to come back; nil when it did not.
    package var retryAfter: Duration?

    /// Creates an error.
    package init(code: Code, message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    package var description: String { message }

    /// Whether the same request may succeed later.
    package var isTransient: Bool { code.isTransient }
}

extension ChatModelError {
    /// The error of `model` for a request that may not call it.
    static func notKept(_ model: String) -> ChatModelError {
        ChatModelError(
            code: .notKept, message: "model \(model): no reply to this request is kept, and none may be asked for")
    }
}

extension ChatModelError.Code {
    /// Whether it passes by itself, so that the same request may succeed later.
    package var isTransient: Bool {
        switch self {
        case .timeout, .rateLimited, .unavailable, .notKept: true
        case .unauthorized, .quotaExhausted, .contextTooLong, .refused, .invalidRequest, .malformedReply, .cancelled:
            false
        }
    }
}
