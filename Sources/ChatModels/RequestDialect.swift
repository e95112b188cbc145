/// Which of the optional parts of a chat completion request a model takes. Learned from its refusals, one at a time.
struct RequestDialect: Sendable, Equatable {
    /// How the reply's form is asked for, from the strictest way to none.
    enum Format: Sendable, Equatable { case jsonSchema, jsonObject, text }

    /// The most steps from the fullest dialect to the barest; a server that contradicts itself gets no more.
    static let maximumChanges = 5

    var format = Format.jsonSchema
    /// OpenAI's reasoning models take none but the default temperature.
    var takesTemperature = true
    var takesSeed = true
    /// The key of the reply's token limit: `max_completion_tokens` with OpenAI, `max_tokens` elsewhere.
    var tokenLimitKey: String

    /// Returns the dialect to try after `fault`, or nil when the fault is not about the dialect.
    ///
    /// A refused `response_format` leads from a schema to plain JSON mode to free text.
    func adapted(to fault: ProviderFault) -> RequestDialect? {
        guard fault.status == 400 || fault.status == 422 || fault.status == 501 else { return nil }
        var next = self
        switch fault.refusedParameter {
        case .responseFormat: next.format = format == .jsonSchema ? .jsonObject : .text
        case .temperature: next.takesTemperature = false
        case .seed: next.takesSeed = false
        case .maxTokens: next.tokenLimitKey = "max_completion_tokens"
        case .maxCompletionTokens: next.tokenLimitKey = "max_tokens"
        case nil: return nil
        }
        return next == self ? nil : next
    }
}
