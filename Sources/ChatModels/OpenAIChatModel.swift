import Cryptography
package import HTTPClient
import JSON
import Synchronization
package import Timing

/// A model behind an OpenAI-compatible chat completions endpoint
/// (<https://platform.openai.com/docs/api-reference/chat>): OpenAI, vLLM, Ollama, LiteLLM and many more.
///
/// Calls beyond the concurrency limit wait their turn. Transient failures are retried within the total time. An endpoint
/// that refuses a JSON Schema is asked for a JSON object from then on, and one that refuses that for plain text;
/// likewise temperature and seed are left out for a model that takes none.
package final class OpenAIChatModel: ChatModel {
    private let configuration: OpenAIConfiguration
    private let transport: RetryingTransport
    private let limiter: ConcurrencyLimiter
    private let time: any TimeSource
    private let failure: OpenAIFailure
    private let dialect: Mutex<RequestDialect>

    /// Creates a model; nothing is sent before it is asked.
    package init(configuration: OpenAIConfiguration, transport: any HTTPTransport, time: any TimeSource) {
        self.configuration = configuration
        self.time = time
        failure = OpenAIFailure(model: configuration.name, host: configuration.host)
        let isOpenAI = configuration.baseURL == OpenAIConfiguration.defaultBaseURL
        dialect = Mutex(RequestDialect(tokenLimitKey: isOpenAI ? "max_completion_tokens" : "max_tokens"))
        limiter = ConcurrencyLimiter(limit: configuration.maximumConcurrency)
        self.transport = RetryingTransport(
            transport,
            policy: HTTPRetryPolicy(maximumAttempts: configuration.maximumAttempts, backoff: configuration.backoff),
            time: time)
    }

    package var name: String { configuration.name }

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
                try httpRequest(request, dialect, until: deadline), mayRetry: { !Self.fault($0).isQuota })
            attempts += outcome.attempts
            let response = try self.response(of: outcome.result)
            if changes < RequestDialect.maximumChanges, let next = dialect.adapted(to: Self.fault(response)) {
                learn(next, insteadOf: dialect)
                changes += 1
                continue
            }
            return try reply(response, attempts: attempts)
        }
    }

    /// Keeps what a refusal taught. Of many calls refused at once only one may change what is in force.
    private func learn(_ next: RequestDialect, insteadOf used: RequestDialect) {
        dialect.withLock { if $0 == used { $0 = next } }
    }

    private static func fault(_ response: ClientResponse) -> ProviderFault {
        ProviderFault(status: response.status, body: try? JSONValue(parsing: response.body))
    }

    private func httpRequest(
        _ request: ChatRequest, _ dialect: RequestDialect, until deadline: Timestamp
    ) throws(ChatModelError) -> ClientRequest {
        let remaining = deadline - time.now()
        guard remaining > .zero else {
            throw failure.error(.timeout, "gave no reply within \(configuration.timeout)")
        }
        var headers: [(name: String, value: String)] = [("Content-Type", "application/json")]
        if let key = configuration.apiKey { headers.append(("Authorization", "Bearer \(key.text)")) }
        return ClientRequest(
            method: "POST", url: configuration.baseURL + "/chat/completions", headers: headers,
            body: OpenAIRequestBody.bytes(request, model: configuration.model, dialect: dialect), timeout: remaining,
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

    private func reply(_ response: ClientResponse, attempts: Int) throws(ChatModelError) -> ChatReply {
        let body = try? JSONValue(parsing: response.body)
        // Some gateways answer 200 and put the error of the provider behind them into the body.
        guard response.status == 200, body?["error"]?.isNull ?? true else {
            throw failure.error(of: response, ProviderFault(status: response.status, body: body), now: time.now())
        }
        guard var reply = body.flatMap({ OpenAIReplyBody.reply($0, fallbackModel: configuration.model) }) else {
            throw failure.error(
                .malformedReply, "answered 200 with something that is no chat completion; check `base_url`")
        }
        reply.attempts = attempts
        reply.cost = configuration.price?.cost(
            promptTokens: reply.promptTokens, completionTokens: reply.completionTokens)
        return reply
    }
}
