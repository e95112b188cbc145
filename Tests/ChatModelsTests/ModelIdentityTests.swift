import Cryptography
import TestSupport
import Testing

@testable import ChatModels

struct ModelIdentityTests {
    private static let key = Secret("k")

    @Test func `A model is known by its provider and by the name it has there, not by its address`() {
        let providers: [(ModelProvider, String)] = [
            (.openAI(model: "gpt-4o-mini"), "openai/gpt-4o-mini"),
            (.openAI(model: "gpt-4o-mini", baseURL: "http://127.0.0.1:4000/v1"), "openai/gpt-4o-mini"),
            (.azure(deployment: "judges", baseURL: "https://a.openai.azure.com", apiKey: Self.key), "azure/judges"),
            (.anthropic(model: "claude-x", apiKey: Self.key), "anthropic/claude-x"),
            (.gemini(model: "gemini-x", apiKey: Self.key), "gemini/gemini-x"),
        ]
        for (provider, identity) in providers { #expect(provider.identity == identity) }
        #expect(MockChatModel(name: "judge").identity == "mock")
    }

    @Test func `What stands before a model passes for it, and a model with others behind it stays itself`() {
        let model = CountingModel { _ throws(ChatModelError) in ChatReply(text: "", model: "m") }
        let mock = MockChatModel(name: "a")
        let wrapped: [any ChatModel] = [
            ObservedModel(mock, observer: SilentChatModelObserver()), FallbackModel(mock, fallbacks: [model]),
            CachingModel(mock, servedBy: .openAI(model: "m"), cache: ResponseCache(time: ManualClock())),
        ]
        for wrapped in wrapped { #expect(wrapped.identity == "mock", "\(type(of: wrapped))") }
    }
}
