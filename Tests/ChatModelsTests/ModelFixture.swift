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
    let model: RemoteChatModel

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

/// What a test may change about the model.
@dynamicMemberLookup struct ModelSettings {
    var baseURL: String
    var apiKey: Secret? = Secret(ModelFixture.key)
    var configuration = RemoteModelConfiguration(name: "judge")
    var limits = PacingLimits()
    var observer: any ChatModelObserver = SilentChatModelObserver()

    subscript<Value>(dynamicMember path: WritableKeyPath<RemoteModelConfiguration, Value>) -> Value {
        get { configuration[keyPath: path] }
        set { configuration[keyPath: path] = newValue }
    }
}

/// Runs `body` with a model whose server gives `answers`.
func withModel<Result>(
    _ answers: FakeModelAnswer..., change: (inout ModelSettings) -> Void = { _ in },
    _ body: (ModelFixture) async throws -> Result
) async throws -> Result {
    try await withModel(FakeModelServer(answers), change: change, body)
}

/// Runs `body` with a model in front of `fake`.
func withModel<Result>(
    _ fake: FakeModelServer, change: (inout ModelSettings) -> Void = { _ in },
    _ body: (ModelFixture) async throws -> Result
) async throws -> Result {
    try await withModelServer(fake) { baseURL in
        var transportConfiguration = TransportConfiguration()
        transportConfiguration.maximumConnectionsPerHost = 512
        let transport = CurlTransport(configuration: transportConfiguration)
        defer { transport.shutdown() }
        let clock = ManualClock(advancesWhenSlept: true)
        var settings = ModelSettings(baseURL: baseURL)
        change(&settings)
        let model = RemoteChatModel(
            configuration: settings.configuration,
            provider: .openAI(model: "gpt-test", baseURL: settings.baseURL, apiKey: settings.apiKey),
            pacer: EndpointPacer(settings.limits, time: clock), transport: transport, time: clock,
            observer: settings.observer)
        return try await body(ModelFixture(fake: fake, transport: transport, clock: clock, model: model))
    }
}
