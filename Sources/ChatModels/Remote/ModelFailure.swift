import HTTPClient

/// Words the errors of one model.
///
/// Of what the server said only its name for the fault is passed on: its sentence may quote the prompt or the key.
struct ModelFailure: Sendable {
    /// The configured name of the model.
    let model: String
    /// Where it is served.
    let host: String
    /// The keys of the configuration that say who asks.
    let keys: String

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

    /// The error for an answer that is no reply; `retryAfter` is how long the provider says to wait.
    func error(of fault: ProviderFault, retryAfter: Duration?) -> ChatModelError {
        let named = fault.name.map { " (\($0))" } ?? ""
        return ChatModelError(
            code: fault.code,
            message: "model \(model): \(host) answered \(fault.status)\(named)\(cure(fault.code))",
            retryAfter: fault.code.isTransient ? retryAfter : nil)
    }

    /// An error that names model and host in front of `text`.
    func error(_ code: ChatModelError.Code, _ text: String) -> ChatModelError {
        ChatModelError(code: code, message: "model \(model): \(host) \(text)")
    }

    private func cure(_ code: ChatModelError.Code) -> String {
        switch code {
        case .unauthorized: "; check \(keys) of the model"
        case .quotaExhausted: "; the account behind the key has no money or quota left"
        case .contextTooLong: "; use a model with a longer context, or map less text into the prompt"
        case .invalidRequest: "; check `model` and `base_url`"
        case .refused: "; a content filter stopped the prompt"
        case .rateLimited: "; lower `max_concurrency` of the model or set its `requests_per_minute`"
        default: ""
        }
    }
}
