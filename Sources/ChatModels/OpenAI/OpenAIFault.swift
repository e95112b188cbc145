import JSON

/// Reads the errors of OpenAI (<https://platform.openai.com/docs/guides/error-codes>) and of servers like it.
struct OpenAIFault {
    private let status: Int
    private let code: String
    private let type: String
    private let parameter: String
    private let sentence: FaultSentence

    /// Reads the body of an answer with status `status`. Anything may be in it, or nothing.
    init(status: Int, body: JSONValue?) {
        let error = body?["error"] ?? body
        code = error?["code"]?.string ?? ""
        type = error?["type"]?.string ?? ""
        parameter = error?["param"]?.string ?? ""
        // A few local servers put the sentence directly under "error", FastAPI's under "detail".
        sentence = FaultSentence((error?["message"] ?? body?["detail"] ?? error)?.plainText)
        // OpenRouter answers 200 and puts the status into the code.
        let named = error?["code"]?.integer.flatMap { (400...599).contains($0) ? Int($0) : nil }
        self.status = status == 200 ? named ?? 502 : status
    }

    /// What it amounts to.
    var fault: ProviderFault {
        ProviderFault(
            status: status, name: code.isEmpty ? type : code, code: knownCode, refusedPart: refusedPart)
    }

    private var knownCode: ChatModelError.Code? {
        let quota = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]
        if quota.contains(code) || quota.contains(type) { return .quotaExhausted }
        if ["content_filter", "content_policy_violation"].contains(code) { return .refused }
        let isLong = code == "context_length_exceeded" || sentence.isContextLength
        return isLong && (300..<500).contains(status) && ![401, 402, 403, 408, 429].contains(status)
            ? .contextTooLong : nil
    }

    private var refusedPart: RequestDialect.Part? {
        // A schema that is at fault itself says nothing about what the model can do.
        if sentence.mentions("invalid schema") || ["invalid_json_schema", "invalid_function_parameters"].contains(code)
        {
            return nil
        }
        if parameter.hasPrefix("response_format")
            || sentence.mentions("response_format", "json_schema", "structured output")
        {
            return .replyFormat
        }
        guard code.hasPrefix("unsupported") || code == "unknown_parameter" || sentence.isRefusal else { return nil }
        // Few servers besides OpenAI name the parameter anywhere but in the sentence.
        let words = Self.parts.map(\.word)
        let word = parameter.isEmpty ? sentence.first(of: words) : words.first { parameter.hasPrefix($0) }
        return Self.parts.first { $0.word == word }?.part
    }

    private static let parts: [(word: String, part: RequestDialect.Part)] = [
        ("temperature", .temperature), ("seed", .seed), ("max_tokens", .maxTokens),
        ("max_completion_tokens", .maxCompletionTokens), ("top_logprobs", .logprobs), ("logprobs", .logprobs),
        ("tool", .replyFormat), ("function call", .replyFormat),
    ]
}
