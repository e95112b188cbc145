import HTTPClient

extension ModelProvider {
    /// The provider's name, in keys of what is kept and before the model in `identity`.
    var name: String {
        switch self {
        case .openAI: "openai"
        case .azure: "azure"
        case .anthropic: "anthropic"
        case .gemini: "gemini"
        case .bedrock: "bedrock"
        }
    }

    /// The provider and the model it serves, as `ChatModel.identity` wants them, with host and port of a server that is not
    /// the provider's own: there the name may stand for any model, as that of a deployment at Azure always does.
    var identity: String {
        let served = "\(name)/\(format.model)"
        let authority = Self.authority(url)
        return authority == official.map { Self.authority($0.url) } ? served : "\(served) at \(authority)"
    }

    /// The same model at the provider's own endpoint; nil for Azure, where each resource has its own.
    private var official: ModelProvider? {
        switch self {
        case .openAI(let model, _, _): .openAI(model: model)
        case .azure: nil
        case .anthropic(let model, _, _): .anthropic(model: model)
        case .gemini(let model, _, _): .gemini(model: model)
        case .bedrock(let model, let region, _, let credentials):
            .bedrock(model: model, region: region, credentials: credentials)
        }
    }

    // A URL that names no host is never reached, so that nothing is kept of it.
    private static func authority(_ url: String) -> String {
        (try? RequestTarget(url))?.authority.lowercased() ?? ""
    }
}
