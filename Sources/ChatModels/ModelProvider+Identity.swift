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

    /// The provider and the model it serves, as `ChatModel.identity` wants them.
    var identity: String { "\(name)/\(format.model)" }
}
