import ChatModels

extension GradingBuilder {
    /// The model of a section.
    func model(_ section: ModelSection) -> any ChatModel {
        guard let server = section.server else { return MockChatModel(name: section.name) }
        return RemoteChatModel(
            configuration: settings(section), provider: server, transport: transport, time: clock)
    }

    /// The model of a section, asked for embeddings; nil for a provider that has none in OpenAI's format.
    func embeddingModel(_ section: ModelSection) -> (any EmbeddingModel)? {
        guard let server = section.server else { return MockEmbeddingModel(name: section.name) }
        return RemoteEmbeddingModel(
            configuration: settings(section), provider: server, transport: transport, time: clock)
    }

    /// How the server of a section is called.
    private func settings(_ section: ModelSection) -> RemoteModelConfiguration {
        var settings = RemoteModelConfiguration(name: section.name)
        settings.maximumConcurrency = section.maximumConcurrency
        settings.timeout = section.timeout
        settings.maximumAttempts = section.maximumAttempts
        settings.maximumBatch = section.maximumBatch
        if section.inputPricePerMillion != nil || section.outputPricePerMillion != nil {
            settings.price = TokenPrice(
                inputPerMillion: section.inputPricePerMillion ?? 0,
                cachedInputPerMillion: section.cachedInputPricePerMillion,
                outputPerMillion: section.outputPricePerMillion ?? 0)
        }
        return settings
    }
}
