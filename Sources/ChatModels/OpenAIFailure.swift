import HTTPClient
import Timing

/// Words the errors of one model (<https://platform.openai.com/docs/guides/error-codes>).
///
/// Of what the server said only its code is passed on: its sentence may quote the prompt or the key.
struct OpenAIFailure: Sendable {
    /// The configured name of the model.
    let model: String
    /// Where it is served.
    let host: String

    /// The error for a request that got no answer.
    func error(of error: TransferError) -> ChatModelError {
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

    /// The error for an answer that is no reply.
    func error(of response: ClientResponse, _ fault: ProviderFault, now: Timestamp) -> ChatModelError {
        let code = Self.code(fault)
        let named = fault.printableCode.map { " (\($0))" } ?? ""
        let retryAfter = response.header("Retry-After").flatMap { RetryAfter.parse($0, now: now) }
        return ChatModelError(
            code: code, message: "model \(model): \(host) answered \(fault.status)\(named)\(Self.cure(code))",
            retryAfter: [.rateLimited, .unavailable, .timeout].contains(code) ? retryAfter : nil)
    }

    /// An error that names model and host in front of `text`.
    func error(_ code: ChatModelError.Code, _ text: String) -> ChatModelError {
        ChatModelError(code: code, message: "model \(model): \(host) \(text)")
    }

    private static func code(_ fault: ProviderFault) -> ChatModelError.Code {
        if fault.isQuota { return .quotaExhausted }
        if fault.isContentFilter { return .refused }
        switch fault.status {
        case 401, 403: return .unauthorized
        case 408, 504: return .timeout
        case 429: return .rateLimited
        case 413: return .contextTooLong
        case 300..<500: return fault.isContextLength ? .contextTooLong : .invalidRequest
        default: return .unavailable
        }
    }

    private static func cure(_ code: ChatModelError.Code) -> String {
        switch code {
        case .unauthorized: "; check `api_key` and `base_url` of the model"
        case .quotaExhausted: "; the account behind the key has no money or quota left"
        case .contextTooLong: "; use a model with a longer context, or map less text into the prompt"
        case .invalidRequest: "; check `model` and `base_url`"
        case .rateLimited: "; lower `max_concurrency` of the model"
        default: ""
        }
    }
}
