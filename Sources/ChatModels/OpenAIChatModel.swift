import Cryptography
package import HTTPClient
import JSON
import Synchronization
package import Timing

/// A model behind an OpenAI-compatible chat completions endpoint
/// (<https://platform.openai.com/docs/api-reference/chat>): OpenAI, vLLM, Ollama, LiteLLM and many more.
///
/// Calls beyond the concurrency limit wait their turn. Transient failures are retried within the total time. An endpoint
/// that refuses a JSON Schema is asked for a JSON object from then on, and one that refuses that for plain text.
package final class OpenAIChatModel: ChatModel {
    private let configuration: OpenAIConfiguration
    private let transport: RetryingTransport
    private let limiter: ConcurrencyLimiter
    private let time: any TimeSource
    private let format = Mutex(ReplyFormat.schema)

    /// Creates a model; nothing is sent before it is asked.
    package init(configuration: OpenAIConfiguration, transport: any HTTPTransport, time: any TimeSource) {
        self.configuration = configuration
        self.time = time
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
        while true {
            let format = format.withLock { $0 }
            let outcome = await transport.send(
                try httpRequest(request, format, until: deadline), mayRetry: { !OpenAIFailure.isFinal($0) })
            attempts += outcome.attempts
            let response = try self.response(of: outcome.result)
            if request.responseSchema != nil, let next = format.next, OpenAIFailure.refusesFormat(response) {
                stepDown(from: format, to: next)
                continue
            }
            return try reply(response, attempts: attempts)
        }
    }

    private func stepDown(from format: ReplyFormat, to next: ReplyFormat) {
        self.format.withLock { if $0 == format { $0 = next } }
    }

    private func httpRequest(
        _ request: ChatRequest, _ format: ReplyFormat, until deadline: Timestamp
    ) throws(ChatModelError) -> ClientRequest {
        let remaining = deadline - time.now()
        guard remaining > .zero else {
            throw ChatModelError(
                code: .timeout, message: "model \(name) at \(configuration.host) gave no reply in time")
        }
        var headers: [(name: String, value: String)] = [("Content-Type", "application/json")]
        if let key = configuration.apiKey { headers.append(("Authorization", "Bearer \(key.text)")) }
        return ClientRequest(
            method: "POST", url: configuration.baseURL + "/chat/completions", headers: headers,
            body: OpenAIRequestBody.bytes(request, model: configuration.model, format: format), timeout: remaining,
            maximumResponseBytes: configuration.maximumReplyBytes)
    }

    private func response(
        of result: Result<ClientResponse, TransferError>
    ) throws(ChatModelError) -> ClientResponse {
        switch result {
        case .success(let response): return response
        case .failure(let error): throw OpenAIFailure.error(of: error, model: name, host: configuration.host)
        }
    }

    private func reply(_ response: ClientResponse, attempts: Int) throws(ChatModelError) -> ChatReply {
        guard response.status == 200 else {
            throw OpenAIFailure.error(of: response, model: name, host: configuration.host, now: time.now())
        }
        guard var reply = OpenAIReplyBody.reply(response.body, fallbackModel: configuration.model) else {
            throw ChatModelError(
                code: .malformedReply,
                message: "model \(name): \(configuration.host) answered 200 with something that is no chat completion")
        }
        reply.attempts = attempts
        reply.cost = configuration.price?.cost(
            promptTokens: reply.promptTokens, completionTokens: reply.completionTokens)
        return reply
    }
}
