/// What a model answered.
package struct ChatReply: Sendable, Equatable {
    /// The text of the reply.
    package var text: String
    /// Why the model stopped: `stop`, `length`, `content_filter`, …; nil when it did not say.
    package var finishReason: String?
    /// Whether the model marked the reply as a refusal.
    package var isRefusal: Bool
    /// The model that really answered, as the provider names it.
    package var model: String
    /// Tokens of the prompt; nil when not told.
    package var promptTokens: Int?
    /// Tokens of the reply; nil when not told.
    package var completionTokens: Int?
    /// What the call cost in US dollars; nil without prices.
    package var cost: Double?
    /// Calls it took, the retried ones included; at least 1.
    package var attempts: Int

    /// Creates a reply.
    package init(
        text: String, finishReason: String? = nil, isRefusal: Bool = false, model: String, promptTokens: Int? = nil,
        completionTokens: Int? = nil, cost: Double? = nil, attempts: Int = 1
    ) {
        self.text = text
        self.finishReason = finishReason
        self.isRefusal = isRefusal
        self.model = model
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cost = cost
        self.attempts = attempts
    }
}
