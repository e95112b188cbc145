package import Cryptography

/// Who serves a model, and what it takes to reach it there.
package enum ModelProvider: Sendable {
    /// OpenAI, or any server with its chat completions: `/chat/completions` is added to `baseURL`; nil means OpenAI's
    /// own. Without a key none is sent.
    case openAI(model: String, baseURL: String? = nil, apiKey: Secret? = nil)

    /// The provider's wire format.
    var format: any WireFormat {
        switch self {
        case .openAI(let model, let baseURL, let apiKey):
            OpenAIWireFormat(model: model, baseURL: baseURL, apiKey: apiKey)
        }
    }
}
