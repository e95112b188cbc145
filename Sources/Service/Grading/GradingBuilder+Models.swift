import ChatModels

extension GradingBuilder {
    /// The model of a section that a server answers for.
    func remote(_ section: ModelSection, _ provider: ModelProvider) -> any ChatModel {
        var settings = RemoteModelConfiguration(name: section.name)
        settings.maximumConcurrency = section.maximumConcurrency
        settings.timeout = section.timeout
        settings.maximumAttempts = section.maximumAttempts
        if section.inputPricePerMillion != nil || section.outputPricePerMillion != nil {
            settings.price = TokenPrice(
                inputPerMillion: section.inputPricePerMillion ?? 0, outputPerMillion: section.outputPricePerMillion ?? 0
            )
        }
        return RemoteChatModel(configuration: settings, provider: provider, transport: transport, time: clock)
    }
}
