package import HTTPClient
import Synchronization
package import Timing

/// A model on a server, asked in the provider's wire format.
///
/// Calls go at the pace of their endpoint. Transient failures are retried within the total time, waits included. What a
/// model refuses is not asked of it again: the reply's form goes down its ladder, one step for each refusal, and
/// temperature, seed and the like are left out.
package final class RemoteChatModel: ChatModel {
    private let configuration: RemoteModelConfiguration
    private let format: any WireFormat
    private let transport: PacedTransport
    private let time: any TimeSource
    private let failure: ModelFailure
    private let dialect: Mutex<RequestDialect>

    /// Creates a model that shares `pacer` with all others at its endpoint; nothing is sent before it is asked.
    package init(
        configuration: RemoteModelConfiguration, provider: ModelProvider, pacer: EndpointPacer,
        transport: any HTTPTransport, time: any TimeSource,
        observer: any ChatModelObserver = SilentChatModelObserver()
    ) {
        let format = provider.format
        self.configuration = configuration
        self.format = format
        self.time = time
        failure = ModelFailure(model: configuration.name, host: format.host, keys: format.credentialKeys)
        dialect = Mutex(format.dialect)
        self.transport = PacedTransport(
            configuration: configuration, format: format, pacer: pacer, transport: transport, time: time,
            observer: observer, failure: failure)
    }

    package var name: String { configuration.name }

    /// The form in which replies are asked for, as far as refusals have taught it.
    package var replyFormat: ReplyFormat { dialect.withLock { $0.format } }

    package func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        var call = PacedCall(request, deadline: time.now() + configuration.timeout)
        var attempts = 0
        var changes = 0
        while true {
            let dialect = dialect.withLock { $0 }
            let exchange = try await transport.send(httpRequest(request, dialect), &call, read: format.answer)
            attempts += exchange.attempts
            if case .fault(let fault) = exchange.answer, changes < RequestDialect.maximumChanges,
                let next = dialect.adapted(to: fault, wantsForm: request.responseSchema != nil)
            {
                learn(next, insteadOf: dialect)
                changes += 1
                continue
            }
            return try reply(exchange, attempts, request.responseSchema.map { _ in dialect.format })
        }
    }

    /// Keeps what a refusal taught. Of many calls refused at once only one may change what is in force.
    private func learn(_ next: RequestDialect, insteadOf used: RequestDialect) {
        dialect.withLock { if $0 == used { $0 = next } }
    }

    /// The request without what differs from attempt to attempt: credentials, which may have a date, and the time left.
    @inline(never)
    private func httpRequest(_ request: ChatRequest, _ dialect: RequestDialect) -> ClientRequest {
        ClientRequest(
            method: "POST", url: format.url, headers: [("Content-Type", "application/json")],
            body: format.body(request, dialect), maximumResponseBytes: configuration.maximumReplyBytes)
    }

    // Not inlined: in an asynchronous function its values would stay in memory as long as the reply is waited for.
    @inline(never)
    private func reply(
        _ exchange: PacedExchange<WireAnswer>, _ attempts: Int, _ format: ReplyFormat?
    ) throws(ChatModelError) -> ChatReply {
        switch exchange.answer {
        case .fault(let fault): throw failure.error(of: fault, retryAfter: exchange.retryAfter)
        case .unreadable:
            throw failure.error(.malformedReply, "answered 200 with something that is no reply; check `base_url`")
        case .reply(var reply):
            reply.cost = configuration.price?.cost(
                promptTokens: reply.promptTokens, cachedPromptTokens: reply.cachedPromptTokens,
                completionTokens: reply.completionTokens)
            reply.attempts = attempts
            reply.format = format
            return reply
        }
    }
}
