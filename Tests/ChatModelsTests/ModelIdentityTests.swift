import Cryptography
import TestSupport
import Testing

@testable import ChatModels

struct ModelIdentityTests {
    private static let key = Secret("k")

    @Test func `A model is known by its provider and its name there, and by its server when that is another's`() {
        let providers: [(ModelProvider, String)] = [
            (.openAI(model: "gpt-4o-mini"), "openai/gpt-4o-mini"),
            (.openAI(model: "gpt-4o-mini", baseURL: "https://API.openai.com/v1/"), "openai/gpt-4o-mini"),
            (.openAI(model: "default", baseURL: "http://127.0.0.1:4000/v1"), "openai/default at 127.0.0.1:4000"),
            (.openAI(model: "default", baseURL: "http://127.0.0.1:4001/v1"), "openai/default at 127.0.0.1:4001"),
            (
                .azure(deployment: "judges", baseURL: "https://A.openai.azure.com", apiKey: Self.key),
                "azure/judges at a.openai.azure.com"
            ),
            (
                .azure(deployment: "judges", baseURL: "https://b.openai.azure.com/", apiKey: Self.key),
                "azure/judges at b.openai.azure.com"
            ),
            (.anthropic(model: "claude-x", apiKey: Self.key), "anthropic/claude-x"),
            (.anthropic(model: "claude-x", baseURL: "https://proxy.test/v1"), "anthropic/claude-x at proxy.test"),
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
