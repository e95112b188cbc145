/// What a model's tokens cost.
package struct TokenPrice: Sendable, Equatable {
    /// US dollars for a million tokens of the prompt.
    package var inputPerMillion: Double
    /// US dollars for a million tokens of the prompt that came from the provider's cache; nil when they cost the same.
    package var cachedInputPerMillion: Double?
    /// US dollars for a million tokens of the reply.
    package var outputPerMillion: Double

    /// Creates a price.
    package init(inputPerMillion: Double, cachedInputPerMillion: Double? = nil, outputPerMillion: Double) {
        self.inputPerMillion = inputPerMillion
        self.cachedInputPerMillion = cachedInputPerMillion
        self.outputPerMillion = outputPerMillion
    }

    /// The cost of a call in US dollars; nil when the provider told neither number of tokens.
    ///
    /// `promptTokens` are all of them, those from the cache included; more cached ones than that count as that.
    package func cost(promptTokens: Int?, cachedPromptTokens: Int? = nil, completionTokens: Int?) -> Double? {
        guard promptTokens != nil || completionTokens != nil else { return nil }
        let prompt = promptTokens ?? 0
        let cached = min(max(cachedPromptTokens ?? 0, 0), prompt)
        let input =
            Double(prompt - cached) * inputPerMillion + Double(cached) * (cachedInputPerMillion ?? inputPerMillion)
        return (input + Double(completionTokens ?? 0) * outputPerMillion) / 1e6
    }
}
