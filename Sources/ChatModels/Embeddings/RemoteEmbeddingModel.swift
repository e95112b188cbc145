package import HTTPClient
package import Timing

/// An embedding model on a server, asked in OpenAI's wire format.
///
/// Texts of concurrent calls share requests, which go at the pace of their endpoint. Transient failures are retried within
/// the total time.
package final class RemoteEmbeddingModel: EmbeddingModel {
    private let configuration: RemoteModelConfiguration
    private let batcher: EmbeddingBatcher

    /// The largest reply taken, in bytes: 128 vectors of 3072 numbers written with 20 digits each.
    package static let maximumReplyBytes = 8 << 20

    /// Creates a model that shares `pacer` with all others at its endpoint and has at most `maximumRequests` under way;
    /// nothing is sent before it is asked. Nil when the provider has no embeddings of this format.
    package init?(
        configuration: RemoteModelConfiguration, maximumRequests: Int = 64, provider: ModelProvider,
        pacer: EndpointPacer, transport: any HTTPTransport, time: any TimeSource,
        observer: any ChatModelObserver = SilentChatModelObserver()
    ) {
        guard let format = provider.embeddings else { return nil }
        self.configuration = configuration
        var limits = EmbeddingBatcher.Limits()
        limits.texts = configuration.maximumBatch
        limits.requests = maximumRequests
        let sender = EmbeddingSender(
            configuration: configuration, format: format, pacer: pacer, transport: transport, time: time,
            observer: observer)
        batcher = EmbeddingBatcher(limits: limits) { texts in
            do throws(ChatModelError) {
                return .success(try await sender.send(texts))
            } catch {
                return .failure(error)
            }
        }
    }

    package var name: String { configuration.name }

    /// How many callers wait for a request to begin.
    var waiting: Int { batcher.waiting }

    package func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply {
        var whole: EmbeddingReply?
        for start in stride(from: 0, to: request.texts.count, by: configuration.maximumBatch) {
            let texts = request.texts[start..<min(start + configuration.maximumBatch, request.texts.count)]
            let part = try await batcher.submit(EmbeddingRequest(texts: Array(texts), judge: request.judge)).get()
            whole = try whole.map { one throws(ChatModelError) in try joined(one, part) } ?? part
        }
        guard let whole else {
            throw ChatModelError(code: .invalidRequest, message: "model \(name): no texts to embed")
        }
        return whole
    }

    /// The reply to texts that took two requests.
    private func joined(_ one: EmbeddingReply, _ other: EmbeddingReply) throws(ChatModelError) -> EmbeddingReply {
        guard one.vectors.first?.count == other.vectors.first?.count else {
            throw ChatModelError(
                code: .malformedReply, message: "model \(name): two requests gave vectors of different lengths")
        }
        var whole = one
        whole.vectors += other.vectors
        whole.promptTokens = one.promptTokens.flatMap { one in other.promptTokens.map { one + $0 } }
        whole.cost = one.cost.flatMap { one in other.cost.map { one + $0 } }
        whole.attempts += other.attempts
        return whole
    }
}
