import ChatModels
import HTTPClient
import JSON
import TestSupport
import Timing

/// A model in front of a server that speaks as one provider does, with a clock that jumps to whatever is waited for.
struct ProviderFixture: Sendable {
    let standIn: any ProviderStandIn
    let server: ProviderServer
    let transport: CurlTransport
    let clock: ManualClock
    let model: RemoteChatModel

    /// What every call asked, in order.
    var questions: [ProviderQuestion] { server.calls.map { standIn.question($0.body) } }

    /// Asks for a reply and returns the error that must come instead; nil when a reply came.
    func failure(_ request: ChatRequest = ModelFixture.request) async -> ChatModelError? {
        do throws(ChatModelError) {
            _ = try await model.complete(request)
            return nil
        } catch {
            return error
        }
    }
}

/// Runs `body` with a model whose server gives `answers`.
func withProvider<Result>(
    _ standIn: any ProviderStandIn, _ answers: FakeModelAnswer...,
    change: (inout RemoteModelConfiguration) -> Void = { _ in }, _ body: (ProviderFixture) async throws -> Result
) async throws -> Result {
    try await withProvider(standIn, FakeModelServer(answers), change: change, body)
}

/// Runs `body` with a model in front of `fake`.
func withProvider<Result>(
    _ standIn: any ProviderStandIn, _ fake: FakeModelServer,
    change: (inout RemoteModelConfiguration) -> Void = { _ in }, _ body: (ProviderFixture) async throws -> Result
) async throws -> Result {
    let handler = ProviderServer(fake)
    return try await withServer(handler: handler) { server in
        defer { fake.release() }
        let transport = CurlTransport(configuration: TransportConfiguration())
        defer { transport.shutdown() }
        let clock = ManualClock(advancesWhenSlept: true)
        var configuration = RemoteModelConfiguration(name: "judge")
        change(&configuration)
        let model = RemoteChatModel(
            configuration: configuration, provider: standIn.provider(root: server.baseURL),
            pacer: EndpointPacer(PacingLimits(), time: clock), transport: transport, time: clock)
        return try await body(
            ProviderFixture(standIn: standIn, server: handler, transport: transport, clock: clock, model: model))
    }
}
