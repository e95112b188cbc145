import JSON

/// Reads the errors of Anthropic (<https://docs.claude.com/en/api/errors>).
struct AnthropicFault {
    private let status: Int
    private let type: String
    private let sentence: FaultSentence

    /// Reads the body of an answer with status `status`. Anything may be in it, or nothing.
    init(status: Int, body: JSONValue?) {
        let error = body?["error"]
        type = error?["type"]?.string ?? ""
        sentence = FaultSentence((error?["message"] ?? error)?.plainText)
        self.status = status == 200 ? 502 : status
    }

    /// What it amounts to.
    var fault: ProviderFault {
        ProviderFault(status: status, name: type, code: knownCode, refusedPart: refusedPart)
    }

    private var knownCode: ChatModelError.Code? {
        switch type {
        case "authentication_error", "permission_error": .unauthorized
        case "billing_error": .quotaExhausted
        case "not_found_error": .invalidRequest
        case "request_too_large": .contextTooLong
        case "rate_limit_error": .rateLimited
        case "timeout_error": .timeout
        case "api_error", "overloaded_error": .unavailable
        // What the account has left is told as a fault of the request.
        case "invalid_request_error" where sentence.mentions("credit balance", "usage limit", "spend limit"):
            .quotaExhausted
        case "invalid_request_error" where sentence.isContextLength: .contextTooLong
        default: nil
        }
    }

    private var refusedPart: RequestDialect.Part? {
        // A schema that is at fault itself says nothing about what the model can do.
        guard type == "invalid_request_error", !sentence.mentions("input_schema") else { return nil }
        // "Thinking may not be enabled when tool_choice forces tool use." names no part that is unsupported.
        if sentence.mentions("tool_choice") || sentence.isRefusal && sentence.mentions("tool") { return .replyFormat }
        return sentence.isRefusal && sentence.mentions("temperature") ? .temperature : nil
    }
}
