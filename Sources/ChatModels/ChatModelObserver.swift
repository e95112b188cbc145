/// Hears of every call to a model, for metrics. Called from any task; must not block.
package protocol ChatModelObserver: Sendable {
    /// A call has ended, its retries included.
    func callFinished(_ report: ChatCallReport)
    /// An attempt of a call to `model` has its place, after waiting for `waited`: for calls before it, for the rates, for
    /// the server's word.
    func placeTaken(model: String, waited: Duration)
    /// A call to `model` was not tried again because there had been too many retries of late.
    func retryRefused(model: String)
}

extension ChatModelObserver {
    package func placeTaken(model: String, waited: Duration) {}
    package func retryRefused(model: String) {}
}

/// What there is to count about one call to a model.
package struct ChatCallReport: Sendable, Equatable {
    /// The configured name of the model.
    package var model: String
    /// The name of the judge that asked; nil when no judge did.
    package var judge: String?
    /// Why there is no reply; nil when there is one.
    package var failure: ChatModelError.Code?
    /// The time from asking to the answer, waiting for a free place included.
    package var duration: Duration
    /// Tokens of the prompt, those from the provider's cache included; nil when not told.
    package var promptTokens: Int?
    /// Tokens of the prompt that came from the provider's cache; nil when not told.
    package var cachedPromptTokens: Int?
    /// Tokens of the reply; nil when not told.
    package var completionTokens: Int?
    /// The cost in US dollars; nil without prices.
    package var cost: Double?
    /// How the form of the reply was asked for; nil when no form was wanted or none came.
    package var format: ReplyFormat?

    /// Creates a report.
    package init(
        model: String, judge: String? = nil, failure: ChatModelError.Code? = nil, duration: Duration,
        promptTokens: Int? = nil,
        cachedPromptTokens: Int? = nil, completionTokens: Int? = nil, cost: Double? = nil, format: ReplyFormat? = nil
    ) {
        self.model = model
        self.judge = judge
        self.failure = failure
        self.duration = duration
        self.promptTokens = promptTokens
        self.cachedPromptTokens = cachedPromptTokens
        self.completionTokens = completionTokens
        self.cost = cost
        self.format = format
    }
}

/// Hears nothing.
package struct SilentChatModelObserver: ChatModelObserver {
    /// Creates an observer.
    package init() {}
    package func callFinished(_ report: ChatCallReport) {}
}
