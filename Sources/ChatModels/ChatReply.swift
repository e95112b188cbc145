/// What a model answered.
package struct ChatReply: Sendable, Equatable {
    /// The text of the reply.
    package var text: String
    /// Why the model stopped: `stop`, `length` or `content_filter` whatever the provider calls it, else the provider's
    /// word in lower case; nil when it did not say.
    package var finishReason: String?
    /// Whether the model marked the reply as a refusal.
    package var isRefusal: Bool
    /// The model that really answered, as the provider names it.
    package var model: String
    /// Tokens of the prompt, those from the provider's cache included; nil when not told.
    package var promptTokens: Int?
    /// Tokens of the prompt that came from the provider's cache; nil when not told.
    package var cachedPromptTokens: Int?
    /// Tokens of the reply; nil when not told.
    package var completionTokens: Int?
    /// What the call cost in US dollars; nil without prices.
    package var cost: Double?
    /// Calls it took, the retried ones included; at least 1, and 0 for a reply that is given again.
    package var attempts: Int
    /// The tokens of the reply with their probabilities; nil when not asked for or not told.
    package var logprobs: [TokenLogprobs]?
    /// How the form of the reply was asked for; nil when no form was wanted.
    package var format: ReplyFormat?
    /// Whether it is given again, so that there was no call for it.
    package var isCached = false
    /// The share of the traces about which the model could be asked when it gave this: `ChatRequest.sampleRate`.
    package var sampleRate = 1.0
    /// Whose grade it was first given to: that request's `ChatRequest.asker`. Nil when it went through no cache.
    package var asker: String?
    /// Where it is kept; nil when it went through no cache.
    package var kept: KeptPlace?

    /// Creates a reply.
    package init(
        text: String, finishReason: String? = nil, isRefusal: Bool = false, model: String, promptTokens: Int? = nil,
        cachedPromptTokens: Int? = nil, completionTokens: Int? = nil, cost: Double? = nil, attempts: Int = 1,
        logprobs: [TokenLogprobs]? = nil, format: ReplyFormat? = nil
    ) {
        self.text = text
        self.finishReason = finishReason
        self.isRefusal = isRefusal
        self.model = model
        self.promptTokens = promptTokens
        self.cachedPromptTokens = cachedPromptTokens
        self.completionTokens = completionTokens
        self.cost = cost
        self.attempts = attempts
        self.logprobs = logprobs
        self.format = format
    }
}
