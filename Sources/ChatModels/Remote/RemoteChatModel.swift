package import HTTPClient
import Synchronization
package import Timing

/// A model on a server, asked in the provider's wire format.
///
/// Calls beyond the concurrency limit wait their turn. Transient failures are retried within the total time. What a
/// model refuses is not asked of it again: the reply's form goes down its ladder, one step for each refusal, and
/// temperature, seed and the like are left out.
package final class RemoteChatModel: ChatModel {
    private let configuration: RemoteModelConfiguration
    private let format: any WireFormat
    private let transport: RetryingTransport
    private let limiter: ConcurrencyLimiter
    private let time: any TimeSource
    private let failure: ModelFailure
    private let dialect: Mutex<RequestDialect>

    /// Creates a model; nothing is sent before it is asked.
    package init(
        configuration: RemoteModelConfiguration, provider: ModelProvider, transport: any HTTPTransport,
        time: any TimeSource
    ) {
        let format = provider.format
        self.configuration = configuration
        self.format = format
        self.time = time
        failure = ModelFailure(model: configuration.name, host: format.host, keys: format.credentialKeys)
        dialect = Mutex(format.dialect)
        limiter = ConcurrencyLimiter(limit: configuration.maximumConcurrency)
        self.transport = RetryingTransport(
            AuthorizingTransport(transport: transport, format: format, time: time),
            policy: HTTPRetryPolicy(maximumAttempts: configuration.maximumAttempts, backoff: configuration.backoff),
            time: time)
    }

    package var name: String { configuration.name }

    /// The form in which replies are asked for, as far as refusals have taught it.
    package var replyFormat: ReplyFormat { dialect.withLock { $0.format } }

    package func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        guard await limiter.enter() else {
            throw ChatModelError(code: .cancelled, message: "the call to model \(name) was cancelled")
        }
        defer { limiter.leave() }
        let deadline = time.now() + configuration.timeout
        var attempts = 0
        var changes = 0
        while true {
            let dialect = dialect.withLock { $0 }
            let outcome = await transport.send(
                try httpRequest(request, dialect, until: deadline), mayRetry: { self.mayPass(self.format.answer($0)) })
            attempts += outcome.attempts
            let response = try self.response(of: outcome.result)
            let answer = format.answer(response)
            if case .fault(let fault) = answer, changes < RequestDialect.maximumChanges,
                let next = dialect.adapted(to: fault, wantsForm: request.responseSchema != nil)
            {
                learn(next, insteadOf: dialect)
                changes += 1
                continue
            }
            var reply = try reply(answer, response)
            reply.attempts = attempts
            reply.format = request.responseSchema.map { _ in dialect.format }
            return reply
        }
    }

    /// Keeps what a refusal taught. Of many calls refused at once only one may change what is in force.
    private func learn(_ next: RequestDialect, insteadOf used: RequestDialect) {
        dialect.withLock { if $0 == used { $0 = next } }
    }

    /// Whether another attempt may end better: a 429 for a quota that is used up looks like any other 429.
    private func mayPass(_ answer: WireAnswer) -> Bool {
        if case .fault(let fault) = answer { fault.code.isTransient } else { true }
    }

    private func httpRequest(
        _ request: ChatRequest, _ dialect: RequestDialect, until deadline: Timestamp
    ) throws(ChatModelError) -> ClientRequest {
        let remaining = deadline - time.now()
        guard remaining > .zero else {
            throw failure.error(.timeout, "gave no reply within \(configuration.timeout)")
        }
        return ClientRequest(
            method: "POST", url: format.url, headers: [("Content-Type", "application/json")],
            body: format.body(request, dialect), timeout: remaining,
            maximumResponseBytes: configuration.maximumReplyBytes)
    }

    private func response(
        of result: Result<ClientResponse, TransferError>
    ) throws(ChatModelError) -> ClientResponse {
        switch result {
        case .success(let response): return response
        case .failure(let error): throw failure.error(of: error)
        }
    }

    private func reply(_ answer: WireAnswer, _ response: ClientResponse) throws(ChatModelError) -> ChatReply {
        switch answer {
        case .fault(let fault): throw failure.error(of: response, fault, now: time.now())
        case .unreadable:
            throw failure.error(.malformedReply, "answered 200 with something that is no reply; check `base_url`")
        case .reply(var reply):
            reply.cost = configuration.price?.cost(
                promptTokens: reply.promptTokens, cachedPromptTokens: reply.cachedPromptTokens,
                completionTokens: reply.completionTokens)
            return reply
        }
    }
}
