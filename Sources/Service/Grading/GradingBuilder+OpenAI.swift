import ChatModels

extension GradingBuilder {
    /// The model of a `provider: openai` section.
    func openAI(_ section: ModelSection) -> any ChatModel {
        var settings = OpenAIConfiguration(
            name: section.name, model: section.model, baseURL: section.baseURL, apiKey: section.apiKey)
        settings.maximumConcurrency = section.maximumConcurrency
        settings.timeout = section.timeout
        settings.maximumAttempts = section.maximumAttempts
        if section.inputPricePerMillion != nil || section.outputPricePerMillion != nil {
            settings.price = TokenPrice(
                inputPerMillion: section.inputPricePerMillion ?? 0, outputPerMillion: section.outputPricePerMillion ?? 0
            )
        }
        return OpenAIChatModel(configuration: settings, transport: transport, time: clock)
    }
}
