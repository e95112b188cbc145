/// What a call came to: the last answer, read.
struct PacedExchange<Answer: PacedAnswer>: Sendable {
    /// The status of the answer.
    let status: Int
    let answer: Answer
    /// How long the provider says to wait; nil when it does not.
    let retryAfter: Duration?
    /// The attempts it took.
    var attempts: Int

    /// Whether an answer with this status may be another one on the next attempt: 408, 429, 500, 502, 503, 504, 529.
    var mayPass: Bool {
        switch status {
        // 529 is "overloaded" with Anthropic and a few proxies.
        case 408, 429, 500, 502, 503, 504, 529: true
        default: false
        }
    }
}

/// An answer, as far as the next calls depend on it.
protocol PacedAnswer: Sendable {
    /// What the server said in place of serving; nil when it served.
    var fault: ProviderFault? { get }
    /// The tokens the call cost; nil when not told.
    var tokens: Int? { get }
}

extension WireAnswer: PacedAnswer {
    var fault: ProviderFault? {
        if case .fault(let fault) = self { fault } else { nil }
    }

    var tokens: Int? {
        guard case .reply(let reply) = self, reply.promptTokens != nil || reply.completionTokens != nil else {
            return nil
        }
        return (reply.promptTokens ?? 0) + (reply.completionTokens ?? 0)
    }
}
