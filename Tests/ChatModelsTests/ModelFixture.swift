import ChatModels
import Cryptography
import HTTPClient
import JSON
import TestSupport
import Timing

/// A model in front of a fake server, with a clock that jumps to whatever is waited for.
struct ModelFixture: Sendable {
    let fake: FakeModelServer
    let transport: CurlTransport
    let clock: ManualClock
    let model: OpenAIChatModel

    static let key = "sk-very-secret-0123456789"

    static let request = ChatRequest(messages: [ChatMessage(role: .user, content: "the private prompt")])

    static let judging = ChatRequest(
        messages: [
            ChatMessage(role: .system, content: "judge"), ChatMessage(role: .user, content: "the private prompt"),
        ],
        responseSchema: ChatRequest.ResponseSchema(name: "verdict", schema: ["type": "object"]),
        temperature: 0, maximumTokens: 100, seed: 7)

    /// Asks for a reply and returns the error that must come instead; nil when a reply came.
    func failure(_ request: ChatRequest = request) async -> ChatModelError? {
        do throws(ChatModelError) {
            _ = try await model.complete(request)
            return nil
        } catch {
            return error
        }
    }
}

/// Runs `body` with a model whose server gives `answers`.
func withModel<Result>(
    _ answers: FakeModelAnswer..., change: (inout OpenAIConfiguration) -> Void = { _ in },
    _ body: (ModelFixture) async throws -> Result
) async throws -> Result {
    try await withModel(FakeModelServer(answers), change: change, body)
}

/// Runs `body` with a model in front of `fake`.
func withModel<Result>(
    _ fake: FakeModelServer, change: (inout OpenAIConfiguration) -> Void = { _ in },
    _ body: (ModelFixture) async throws -> Result
) async throws -> Result {
    try await withModelServer(fake) { baseURL in
        var transportConfiguration = TransportConfiguration()
        transportConfiguration.maximumConnectionsPerHost = 512
        let transport = CurlTransport(configuration: transportConfiguration)
        defer { transport.shutdown() }
        let clock = ManualClock(advancesWhenSlept: true)
        var configuration = OpenAIConfiguration(
            name: "judge", model: "gpt-test", baseURL: baseURL, apiKey: Secret(ModelFixture.key))
        change(&configuration)
        let model = OpenAIChatModel(configuration: configuration, transport: transport, time: clock)
        return try await body(ModelFixture(fake: fake, transport: transport, clock: clock, model: model))
    }
}
