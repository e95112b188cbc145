import HTTPClient
import JSON
import Timing

/// Tells what an error answer of an OpenAI-compatible server means
/// (<https://platform.openai.com/docs/guides/error-codes>).
enum OpenAIFailure {
    /// The longest part of a server's own words that is quoted.
    private static let longestQuote = 200

    /// Whether an answer that looks transient will not change: a 429 for want of money, not of patience.
    static func isFinal(_ response: ClientResponse) -> Bool {
        response.status == 429 && details(response).code == "insufficient_quota"
    }

    /// Whether the server does not know the asked-for `response_format`.
    static func refusesFormat(_ response: ClientResponse) -> Bool {
        guard response.status == 400 || response.status == 422 else { return false }
        let text = String(decoding: response.body, as: UTF8.self).lowercased()
        return text.contains("response_format") || text.contains("json_schema")
    }

    /// The error for a request that got no answer.
    static func error(of error: TransferError, model: String, host: String) -> ChatModelError {
        let code: ChatModelError.Code =
            switch error.code {
            case .timeout: .timeout
            case .cancelled, .shutdown: .cancelled
            case .responseTooLarge: .malformedReply
            case .invalidURL: .invalidRequest
            case .nameResolution, .connect, .tls, .connectionLost, .proto: .unavailable
            }
        return ChatModelError(code: code, message: "model \(model): \(error.message)")
    }

    /// The error for an answer that is none of 200.
    static func error(of response: ClientResponse, model: String, host: String, now: Timestamp) -> ChatModelError {
        let details = details(response)
        let words = details.message.map { ": " + String($0.prefix(longestQuote)) } ?? ""
        let retryAfter = response.header("Retry-After").flatMap { RetryAfter.parse($0, now: now) }
        let code = code(response.status, details)
        return ChatModelError(
            code: code, message: "model \(model): \(host) answered \(response.status)\(words)\(cure(code))",
            retryAfter: code == .rateLimited || code == .unavailable ? retryAfter : nil)
    }

    private struct Details {
        var code: String?
        var message: String?
    }

    private static func details(_ response: ClientResponse) -> Details {
        guard let body = try? JSONValue(parsing: response.body) else { return Details() }
        let error = body["error"]
        let code = error?["code"]?.string ?? error?["type"]?.string
        return Details(code: code, message: error?["message"]?.string ?? error?.string ?? body["message"]?.string)
    }

    private static func code(_ status: Int, _ details: Details) -> ChatModelError.Code {
        switch (status, details.code) {
        case (_, "insufficient_quota"), (402, _): .quotaExhausted
        case (_, "context_length_exceeded"), (413, _): .contextTooLong
        case (_, "content_filter"), (_, "content_policy_violation"): .refused
        case (401, _), (403, _): .unauthorized
        case (408, _): .timeout
        case (429, _): .rateLimited
        case (404, _), (400..<500, _): .invalidRequest
        default: .unavailable
        }
    }

    private static func cure(_ code: ChatModelError.Code) -> String {
        switch code {
        case .unauthorized: "; check `api_key` and `base_url` of the model"
        case .quotaExhausted: "; the account behind the key has no money or quota left"
        case .contextTooLong: "; use a model with a longer context, or map less text into the prompt"
        case .invalidRequest: "; check `model` and `base_url`"
        default: ""
        }
    }
}
