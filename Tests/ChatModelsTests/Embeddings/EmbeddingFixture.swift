import ChatModels
import HTTPClient
import JSON
import TestSupport
import Timing

/// An embedding model in front of a fake server, with a clock that jumps to whatever is waited for.
struct EmbeddingFixture: Sendable {
    let server: ProviderServer
    let model: RemoteEmbeddingModel

    /// The texts of each request, in order of arrival.
    var batches: [[String]] { server.calls.map { $0.body["input"]?.array?.compactMap(\.string) ?? [] } }

    /// Asks for the vectors of `texts` and returns the error that must come instead; nil when vectors came.
    func failure(_ texts: String...) async -> ChatModelError? {
        do throws(ChatModelError) {
            _ = try await model.embed(EmbeddingRequest(texts: texts))
            return nil
        } catch {
            return error
        }
    }
}

/// The provider has no embeddings.
struct NoEmbeddings: Error {}

/// Runs `body` with an embedding model of `provider` whose server answers by `answering`.
func withEmbeddings<Result>(
    _ standIn: any ProviderStandIn = OpenAIStandIn(), change: (inout RemoteModelConfiguration) -> Void = { _ in },
    maximumRequests: Int = 64,
    answering: @escaping @Sendable (FakeModelServer.Call) -> FakeModelAnswer,
    _ body: (EmbeddingFixture) async throws -> Result
) async throws -> Result {
    let handler = ProviderServer(FakeModelServer(answering: answering))
    return try await withServer(handler: handler) { server in
        defer { handler.fake.release(with: .vectors([[1, 0]])) }
        let transport = CurlTransport(configuration: TransportConfiguration())
        defer { transport.shutdown() }
        let clock = ManualClock(advancesWhenSlept: true)
        var configuration = RemoteModelConfiguration(name: "vectors")
        change(&configuration)
        guard
            let model = RemoteEmbeddingModel(
                configuration: configuration, maximumRequests: maximumRequests,
                provider: standIn.provider(root: server.baseURL),
                pacer: EndpointPacer(PacingLimits(), time: clock), transport: transport, time: clock)
        else { throw NoEmbeddings() }
        return try await body(EmbeddingFixture(server: handler, model: model))
    }
}

extension FakeModelAnswer {
    /// A reply with `vectors`, in the order of the texts.
    static func vectors(_ vectors: [[Double]], tokens: Int = 12) -> Self {
        data(
            vectors.enumerated().map { index, vector in
                [
                    "object": "embedding", "index": .integer(Int64(index)),
                    "embedding": .array(vector.map { .number($0) }),
                ]
            }, tokens: tokens)
    }

    /// A reply with `data` as it is.
    static func data(_ data: [JSONValue], tokens: Int = 12) -> Self {
        json([
            "object": "list", "model": "embedder-1", "data": .array(data),
            "usage": ["prompt_tokens": .integer(Int64(tokens)), "total_tokens": .integer(Int64(tokens))],
        ])
    }

    /// Two numbers for each text that was asked for: its length in bytes, and 1.
    static func lengths(_ call: FakeModelServer.Call) -> Self {
        let texts = call.body["input"]?.array?.compactMap(\.string) ?? []
        return vectors(texts.map { [Double($0.utf8.count), 1] }, tokens: texts.joined().utf8.count)
    }
}
