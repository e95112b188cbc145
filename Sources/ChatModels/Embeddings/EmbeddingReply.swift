/// The vectors of some texts.
package struct EmbeddingReply: Sendable, Equatable {
    /// One vector for each text, in their order.
    package var vectors: [[Float]]
    /// The model that really answered, as the provider names it.
    package var model: String
    /// Tokens of the texts; nil when not told. Of a request that several callers shared, each gets a part by the bytes of
    /// its texts, and the parts add up to what the provider told.
    package var promptTokens: Int?
    /// What the texts cost in US dollars; nil without prices. Shared as the tokens are.
    package var cost: Double?
    /// How often the request was sent; at least 1, and 0 when all vectors are given again.
    package var attempts: Int
    /// How many of the vectors are given again, so that nothing was asked for them.
    package var keptVectors = 0
    /// The share of the traces about which the model could be asked when it gave the vectors; the least of several, and of
    /// those given again to the grade that had asked for some of them the least of these.
    package var sampleRate = 1.0
    /// The request's `EmbeddingRequest.asker` when all vectors are given again and it had asked for some of them; else nil.
    package var asker: String?

    /// Creates a reply.
    package init(
        vectors: [[Float]], model: String, promptTokens: Int? = nil, cost: Double? = nil, attempts: Int = 1
    ) {
        self.vectors = vectors
        self.model = model
        self.promptTokens = promptTokens
        self.cost = cost
        self.attempts = attempts
    }

    /// Cuts the reply to a shared request into those of its callers, who gave `requests` in this order.
    func divided(among requests: [EmbeddingRequest]) -> [EmbeddingReply] {
        let total = max(1, requests.reduce(0) { $0 + $1.bytes })
        var parts: [EmbeddingReply] = []
        var (first, bytes, tokens) = (0, 0, 0)
        for request in requests {
            let share = Double(request.bytes) / Double(total)
            bytes += request.bytes
            var part = self
            part.vectors = Array(vectors[first..<first + request.texts.count])
            // Rounded as they add up, so that no token is lost or made.
            let upTo = promptTokens.map { Int((Double($0) * Double(bytes) / Double(total)).rounded()) }
            part.promptTokens = upTo.map { $0 - tokens }
            part.cost = cost.map { $0 * share }
            parts.append(part)
            first += request.texts.count
            tokens = upTo ?? 0
        }
        return parts
    }
}
