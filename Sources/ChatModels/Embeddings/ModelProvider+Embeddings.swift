extension ModelProvider {
    /// How the provider's embeddings are asked for; nil for those that have none of OpenAI's kind.
    var embeddings: EmbeddingWireFormat? {
        switch self {
        case .openAI(let model, let baseURL, let apiKey):
            let chat = OpenAIWireFormat(model: model, baseURL: baseURL, apiKey: apiKey)
            let base = (baseURL ?? OpenAIWireFormat.defaultBaseURL).withoutSlash
            return EmbeddingWireFormat(chat: chat, url: base + "/embeddings", sentModel: model)
        case .azure(let deployment, let baseURL, let version, let apiKey):
            let chat = AzureWireFormat(deployment: deployment, baseURL: baseURL, version: version, apiKey: apiKey)
            let url = AzureWireFormat.url(deployment: deployment, baseURL: baseURL, version: version, of: "embeddings")
            return EmbeddingWireFormat(chat: chat, url: url, sentModel: nil)
        case .anthropic, .gemini, .bedrock: return nil
        }
    }

    /// Whether it can be asked for embeddings.
    package var hasEmbeddings: Bool { embeddings != nil }
}
