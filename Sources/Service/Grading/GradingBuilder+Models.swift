import ChatModels
import HTTPClient

extension GradingBuilder {
    /// The model of a section.
    func model(_ section: ModelSection) -> any ChatModel {
        guard let server = section.server else { return MockChatModel(name: section.name) }
        var settings = RemoteModelConfiguration(name: section.name)
        settings.maximumConcurrency = section.maximumConcurrency
        settings.timeout = section.timeout
        settings.maximumAttempts = section.maximumAttempts
        if section.inputPricePerMillion != nil || section.outputPricePerMillion != nil {
            settings.price = TokenPrice(
                inputPerMillion: section.inputPricePerMillion ?? 0,
                cachedInputPerMillion: section.cachedInputPricePerMillion,
                outputPerMillion: section.outputPricePerMillion ?? 0)
        }
        return RemoteChatModel(
            configuration: settings, provider: server, transport: transport.connecting(as: section.connection.profile),
            time: clock)
    }
}
