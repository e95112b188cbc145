/// How much may be asked of one endpoint.
package struct PacingLimits: Sendable, Equatable {
    /// The most calls under way at once; at least 1.
    package var maximumConcurrency: Int
    /// The most requests in a minute, retries included; nil sets no limit.
    package var requestsPerMinute: Int?
    /// The most tokens in a minute, of prompts and replies together; nil sets no limit.
    package var tokensPerMinute: Int?

    /// Sets limits.
    package init(maximumConcurrency: Int = 64, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.maximumConcurrency = max(1, maximumConcurrency)
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// Returns, of each limit, the lower one of both.
    func lower(of other: PacingLimits) -> PacingLimits {
        func lower(_ one: Int?, _ other: Int?) -> Int? { one.map { min($0, other ?? $0) } ?? other }
        return PacingLimits(
            maximumConcurrency: min(maximumConcurrency, other.maximumConcurrency),
            requestsPerMinute: lower(requestsPerMinute, other.requestsPerMinute),
            tokensPerMinute: lower(tokensPerMinute, other.tokensPerMinute))
    }
}
