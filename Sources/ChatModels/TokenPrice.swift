/// What a model's tokens cost.
package struct TokenPrice: Sendable, Equatable {
    /// US dollars for a million tokens of the prompt.
    package var inputPerMillion: Double
    /// US dollars for a million tokens of the reply.
    package var outputPerMillion: Double

    /// Creates a price.
    package init(inputPerMillion: Double, outputPerMillion: Double) {
        self.inputPerMillion = inputPerMillion
        self.outputPerMillion = outputPerMillion
    }

    /// The cost of a call in US dollars; nil when the provider told neither number of tokens.
    package func cost(promptTokens: Int?, completionTokens: Int?) -> Double? {
        guard promptTokens != nil || completionTokens != nil else { return nil }
        return (Double(promptTokens ?? 0) * inputPerMillion + Double(completionTokens ?? 0) * outputPerMillion) / 1e6
    }
}
