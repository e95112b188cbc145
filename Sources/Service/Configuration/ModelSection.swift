package import ChatModels
package import Cryptography
import JSON

/// One entry of `models`.
package struct ModelSection: Sendable {
    /// Who serves the model.
    package enum Provider: String, Sendable, CaseIterable { case openai, azure, anthropic, gemini, bedrock, mock }

    /// The name judges call it by.
    package var name: String
    /// Who serves it.
    package var provider: Provider
    /// The provider's name for the model; for Azure, the deployment's.
    package var model: String
    /// What it takes to reach the model there; nil for the mock.
    package var server: ModelProvider?
    /// The key; nil when the provider takes none, or none is given.
    package var apiKey: Secret?
    /// The URL before what the provider's requests add to it; nil takes the provider's own.
    package var baseURL: String?
    /// How it is connected to.
    package var connection = ConnectionSection()
    /// Calls under way at once.
    package var maximumConcurrency = 64
    /// Requests in a minute; nil when not limited.
    package var requestsPerMinute: Int?
    /// Tokens in a minute; nil when not limited.
    package var tokensPerMinute: Int?
    /// The models asked in its place when it does not answer, in order.
    package var fallbacks: [String] = []
    /// The time for a call with its retries.
    package var timeout: Duration = .seconds(60)
    /// How often one call is sent.
    package var maximumAttempts = 4
    /// Texts in one request for embeddings, for providers that have them.
    package var maximumBatch = 32
    /// US dollars per million tokens of the prompt; nil when not given.
    package var inputPricePerMillion: Double?
    /// US dollars per million tokens of the prompt that came from the provider's cache; nil when not given.
    package var cachedInputPricePerMillion: Double?
    /// US dollars per million tokens of the reply; nil when not given.
    package var outputPricePerMillion: Double?

    static func read(_ source: JSONReader) throws(JSONReadError) -> ModelSection {
        var reader = source
        let name = try reader.requiredString("name")
        guard reader.value("provider") != nil else { throw reader.missing("provider") }
        let provider = try reader.choice("provider", default: Provider.mock)
        let model = try reader.string("model") ?? (provider == .mock ? "mock" : "")
        guard !model.isEmpty else { throw reader.missing("model") }
        var section = ModelSection(name: name, provider: provider, model: model)
        try section.readServer(&reader)
        try section.readPacing(&reader)
        section.connection = try ConnectionSection.read(&reader, url: section.baseURL)
        section.timeout = try reader.duration(
            "timeout", default: section.timeout, in: .milliseconds(10) ... .seconds(3_600))
        section.maximumBatch = try reader.count("max_batch", default: section.maximumBatch, in: 1...128)
        section.maximumAttempts = try reader.count("max_attempts", default: section.maximumAttempts, in: 1...100)
        if var price = try reader.reader("price") { try section.readPrice(&price) }
        try reader.finish()
        return section
    }

    private mutating func readPrice(_ reader: inout JSONReader) throws(JSONReadError) {
        inputPricePerMillion = try reader.number("input_per_million", in: 0...1_000_000)
        cachedInputPricePerMillion = try reader.number("cached_input_per_million", in: 0...1_000_000)
        outputPricePerMillion = try reader.number("output_per_million", in: 0...1_000_000)
        guard cachedInputPricePerMillion == nil || inputPricePerMillion != nil else {
            throw reader.error("cached_input_per_million", "needs `input_per_million`, what the other tokens cost")
        }
        try reader.finish()
    }
}
