package import Cryptography
package import Timing

/// How to reach a model behind an OpenAI-compatible endpoint.
package struct OpenAIConfiguration: Sendable {
    /// The name the configuration gave the model.
    package var name: String
    /// The provider's name for the model.
    package var model: String
    /// The URL before `/chat/completions`.
    package var baseURL: String
    /// The key; nil for servers that ask for none.
    package var apiKey: Secret?
    /// The most calls under way at once; more wait their turn.
    package var maximumConcurrency = 64
    /// The time for a call with all its retries.
    package var timeout: Duration = .seconds(60)
    /// The most times a call is sent.
    package var maximumAttempts = 4
    /// The waits between attempts when the provider names none.
    package var backoff = ExponentialBackoff()
    /// The largest reply taken, in bytes.
    package var maximumReplyBytes = 4 << 20
    /// What tokens cost; nil leaves costs out.
    package var price: TokenPrice?

    /// OpenAI's own endpoint.
    package static let defaultBaseURL = "https://api.openai.com/v1"

    /// Describes a model; `baseURL` nil means OpenAI's own.
    package init(name: String, model: String, baseURL: String? = nil, apiKey: Secret? = nil) {
        self.name = name
        self.model = model
        let url = baseURL ?? Self.defaultBaseURL
        self.baseURL = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.apiKey = apiKey
    }

    /// The host, for messages.
    var host: String {
        let rest = baseURL.split(separator: "/", omittingEmptySubsequences: true).dropFirst()
        return rest.first.map { String($0.split(separator: "@").last ?? $0) } ?? baseURL
    }
}
