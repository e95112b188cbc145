package import Timing

/// Decides whether a failed request is sent again, and when. Attempts count from 1.
package struct HTTPRetryPolicy: Sendable {
    /// The most times a request is sent; at least 1.
    package var maximumAttempts: Int
    /// The waits between attempts when the server names none.
    package var backoff: ExponentialBackoff
    /// The most time one attempt may take; nil lets it use all that is left of the request's timeout.
    package var attemptTimeout: Duration?
    /// A server that asks to wait longer than this is not asked again; its answer is returned instead.
    package var longestRetryAfter: Duration

    /// Creates a policy.
    package init(
        maximumAttempts: Int = 4, backoff: ExponentialBackoff = ExponentialBackoff(), attemptTimeout: Duration? = nil,
        longestRetryAfter: Duration = .seconds(60)
    ) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.backoff = backoff
        self.attemptTimeout = attemptTimeout
        self.longestRetryAfter = longestRetryAfter
    }

    /// Whether an answer with this status may be another one on the next attempt: 408, 429, 500, 502, 503, 504, 529.
    package static func isTransient(status: Int) -> Bool {
        switch status {
        // 529 is "overloaded" with Anthropic and a few proxies.
        case 408, 429, 500, 502, 503, 504, 529: true
        default: false
        }
    }

    /// How long to wait before the next attempt, or nil when this one was the last.
    ///
    /// A `Retry-After` is kept to even when the backoff would wait less; jitter is never added to it.
    package func delay(
        after result: Result<ClientResponse, TransferError>, attempt: Int, now: Timestamp
    ) -> Duration? {
        guard attempt < maximumAttempts else { return nil }
        switch result {
        case .failure(let error):
            return error.isTransient ? backoff.delay(attempt: attempt) : nil
        case .success(let response):
            guard Self.isTransient(status: response.status) else { return nil }
            guard let asked = response.header("Retry-After").flatMap({ RetryAfter.parse($0, now: now) }) else {
                return backoff.delay(attempt: attempt)
            }
            return asked <= longestRetryAfter ? max(asked, .zero) : nil
        }
    }
}
