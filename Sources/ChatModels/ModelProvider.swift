package import Cryptography

/// Who serves a model, and what it takes to reach it there. A `baseURL` of nil means the provider's own.
package enum ModelProvider: Sendable {
    /// OpenAI, or any server with its chat completions: `/chat/completions` is added to `baseURL`. Without a key none is
    /// sent.
    case openAI(model: String, baseURL: String? = nil, apiKey: Secret? = nil)
    /// A deployment of Azure OpenAI; `baseURL` is the resource's, e.g. `https://NAME.openai.azure.com`, and an
    /// `apiVersion` of nil the newest that is no preview.
    case azure(deployment: String, baseURL: String, apiVersion: String? = nil, apiKey: Secret)
    /// Anthropic, or a server with its messages: `/messages` is added to `baseURL`.
    case anthropic(model: String, baseURL: String? = nil, apiKey: Secret? = nil)
    /// Gemini: `/models/MODEL:generateContent` is added to `baseURL`.
    case gemini(model: String, baseURL: String? = nil, apiKey: Secret? = nil)
    /// Bedrock, by its `Converse`: `/model/MODEL/converse` is added to `baseURL`.
    case bedrock(model: String, region: String, baseURL: String? = nil, credentials: AWSCredentials)

    /// The provider's wire format.
    var format: any WireFormat {
        switch self {
        case .openAI(let model, let baseURL, let apiKey):
            OpenAIWireFormat(model: model, baseURL: baseURL, apiKey: apiKey)
        case .azure(let deployment, let baseURL, let apiVersion, let apiKey):
            AzureWireFormat(deployment: deployment, baseURL: baseURL, version: apiVersion, apiKey: apiKey)
        case .anthropic(let model, let baseURL, let apiKey):
            AnthropicWireFormat(model: model, baseURL: baseURL, apiKey: apiKey)
        case .gemini(let model, let baseURL, let apiKey):
            GeminiWireFormat(model: model, baseURL: baseURL, apiKey: apiKey)
        case .bedrock(let model, let region, let baseURL, let credentials):
            BedrockWireFormat(model: model, region: region, baseURL: baseURL, credentials: credentials)
        }
    }
}
