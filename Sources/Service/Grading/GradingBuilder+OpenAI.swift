import ChatModels

extension GradingBuilder {
    func openAI(_ section: ModelSection) -> any ChatModel { MockChatModel(name: section.name, observer: SilentChatModelObserver()) }
}
