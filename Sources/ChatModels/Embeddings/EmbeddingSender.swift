import HTTPClient
import Synchronization
import Timing

/// Sends one request for embeddings until it succeeds or fails for good.
final class EmbeddingSender: Sendable {
    private let configuration: RemoteModelConfiguration
    private let format: EmbeddingWireFormat
    private let transport: RetryingTransport
    private let time: any TimeSource
    private let failure: ModelFailure
    /// Whether the server has not refused to be asked for floats.
    private let asksForFloats = Mutex(true)

    /// Creates a sender; nothing is sent yet.
    init(
        configuration: RemoteModelConfiguration, format: EmbeddingWireFormat, transport: any HTTPTransport,
        time: any TimeSource
    ) {
        self.configuration = configuration
        self.format = format
        self.time = time
        failure = ModelFailure(
            model: configuration.name, host: format.chat.host, keys: format.chat.credentialKeys)
        self.transport = RetryingTransport(
            AuthorizingTransport(transport: transport, format: format.chat, time: time),
            policy: HTTPRetryPolicy(maximumAttempts: configuration.maximumAttempts, backoff: configuration.backoff),
            time: time)
    }

    /// Returns the vectors of `texts`, all that one request may hold.
    func send(_ texts: [String]) async throws(ChatModelError) -> EmbeddingReply {
        let deadline = time.now() + configuration.timeout
        var attempts = 0
        while true {
            let asksForFloats = asksForFloats.withLock { $0 }
            let outcome = await transport.send(
                try request(texts, asksForFloats, until: deadline),
                mayRetry: { self.mayPass(self.format.answer($0, count: texts.count)) })
            attempts += outcome.attempts
            let response: ClientResponse
            switch outcome.result {
            case .success(let answer): response = answer
            case .failure(let error): throw failure.error(of: error)
            }
            switch format.answer(response, count: texts.count) {
            case .fault(_, refusesForm: true) where asksForFloats: self.asksForFloats.withLock { $0 = false }
            case .fault(let fault, _): throw failure.error(of: response, fault, now: time.now())
            case .unusable(let what): throw failure.error(.malformedReply, "answered 200 with a reply that \(what)")
            case .reply(var reply):
                reply.attempts = attempts
                reply.cost = configuration.price?.cost(promptTokens: reply.promptTokens, completionTokens: nil)
                return reply
            }
        }
    }

    /// Whether another attempt may end better: a 429 for a quota that is used up looks like any other 429.
    private func mayPass(_ answer: EmbeddingAnswer) -> Bool {
        if case .fault(let fault, _) = answer { fault.code.isTransient } else { true }
    }

    private func request(
        _ texts: [String], _ asksForFloats: Bool, until deadline: Timestamp
    ) throws(ChatModelError) -> ClientRequest {
        let remaining = deadline - time.now()
        guard remaining > .zero else {
            throw failure.error(.timeout, "gave no embeddings within \(configuration.timeout)")
        }
        return ClientRequest(
            method: "POST", url: format.url, headers: [("Content-Type", "application/json")],
            body: format.body(texts, asksForFloats: asksForFloats), timeout: remaining,
            maximumResponseBytes: RemoteEmbeddingModel.maximumReplyBytes)
    }
}
