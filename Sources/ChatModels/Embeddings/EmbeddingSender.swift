import HTTPClient
import Synchronization
import Timing

/// Sends one request for embeddings until it succeeds or fails for good.
final class EmbeddingSender: Sendable {
    private let configuration: RemoteModelConfiguration
    private let format: EmbeddingWireFormat
    private let transport: PacedTransport
    private let time: any TimeSource
    private let failure: ModelFailure
    /// Whether the server has not refused to be asked for floats.
    private let asksForFloats = Mutex(true)

    /// Creates a sender; nothing is sent yet.
    init(
        configuration: RemoteModelConfiguration, format: EmbeddingWireFormat, pacer: EndpointPacer,
        transport: any HTTPTransport, time: any TimeSource, observer: any ChatModelObserver
    ) {
        self.configuration = configuration
        self.format = format
        self.time = time
        failure = ModelFailure(
            model: configuration.name, host: format.chat.host, keys: format.chat.credentialKeys)
        self.transport = PacedTransport(
            configuration: configuration, format: format.chat, pacer: pacer, transport: transport, time: time,
            observer: observer, failure: failure)
    }

    /// Returns the vectors of `texts`, all that one request may hold.
    func send(_ texts: [String]) async throws(ChatModelError) -> EmbeddingReply {
        var call = PacedCall(texts, deadline: time.now() + configuration.timeout)
        var attempts = 0
        while true {
            let asksForFloats = asksForFloats.withLock { $0 }
            let exchange = try await transport.send(request(texts, asksForFloats), &call) {
                format.answer($0, count: texts.count)
            }
            attempts += exchange.attempts
            switch exchange.answer {
            case .fault(_, refusesForm: true) where asksForFloats: self.asksForFloats.withLock { $0 = false }
            case .fault(let fault, _): throw failure.error(of: fault, retryAfter: exchange.retryAfter)
            case .unusable(let what): throw failure.error(.malformedReply, "answered 200 with a reply that \(what)")
            case .reply(var reply):
                reply.attempts = attempts
                reply.cost = configuration.price?.cost(promptTokens: reply.promptTokens, completionTokens: nil)
                return reply
            }
        }
    }

    /// The request without what differs from attempt to attempt: credentials, which may have a date, and the time left.
    private func request(_ texts: [String], _ asksForFloats: Bool) -> ClientRequest {
        ClientRequest(
            method: "POST", url: format.url, headers: [("Content-Type", "application/json")],
            body: format.body(texts, asksForFloats: asksForFloats),
            maximumResponseBytes: RemoteEmbeddingModel.maximumReplyBytes)
    }
}
