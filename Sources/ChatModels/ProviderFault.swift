import JSON

/// What a provider said about a request it did not serve.
struct ProviderFault: Sendable {
    /// The optional parts of a request that some models refuse.
    enum Parameter: Sendable { case responseFormat, temperature, seed, maxTokens, maxCompletionTokens }

    /// The status of the answer, or the one the body names when the answer itself says 200.
    let status: Int
    /// The provider's code, e.g. `insufficient_quota`; empty when it gave none.
    let code: String
    private let type: String
    private let parameter: String
    /// The provider's sentence in lower case. It may quote the prompt or the key: it is looked at, never passed on.
    private let sentence: String

    /// Reads the body of an answer with status `status`. Anything may be in it, or nothing.
    init(status: Int, body: JSONValue?) {
        let error = body?["error"] ?? body
        code = error?["code"]?.string ?? ""
        type = error?["type"]?.string ?? ""
        parameter = error?["param"]?.string ?? ""
        // A few local servers put the sentence directly under "error", FastAPI's under "detail".
        sentence = (error?.string ?? error?["message"]?.string ?? body?["detail"]?.string ?? "").lowercased()
        // OpenRouter answers 200 and puts the status into the code.
        let named = error?["code"]?.integer.flatMap { (400...599).contains($0) ? Int($0) : nil }
        self.status = status == 200 ? named ?? 502 : status
    }

    /// The code in a form fit for messages: short, made of letters, digits, `_`, `-` and `.`; else nil.
    var printableCode: String? {
        let text = code.isEmpty ? type : code
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x5F || byte == 0x2D || byte == 0x2E
        }
        return !text.isEmpty && text.utf8.count <= 48 && isPlain ? text : nil
    }

    /// Which optional part the provider does not take, when that is what it says.
    var refusedParameter: Parameter? {
        // A schema that is at fault itself says nothing about what the model can do.
        if sentence.contains("invalid schema") || code == "invalid_json_schema" { return nil }
        if parameter.hasPrefix("response_format") || mentions("response_format", "json_schema", "structured output") {
            return .responseFormat
        }
        guard code.hasPrefix("unsupported") || mentions("unsupported", "not support") else { return nil }
        switch parameter {
        case "temperature": return .temperature
        case "seed": return .seed
        case "max_tokens": return .maxTokens
        case "max_completion_tokens": return .maxCompletionTokens
        default: return nil
        }
    }

    /// Whether the account may not spend more, which no waiting mends.
    var isQuota: Bool {
        let names = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]
        return status == 402 || names.contains(code) || names.contains(type)
    }

    /// Whether the prompt is longer than the model can read.
    var isContextLength: Bool {
        status == 413 || code == "context_length_exceeded"
            || mentions("maximum context length", "context length exceeded", "context window", "prompt is too long")
    }

    /// Whether the provider will not have its model answer this prompt.
    var isContentFilter: Bool { ["content_filter", "content_policy_violation"].contains(code) }

    private func mentions(_ words: String...) -> Bool { words.contains { sentence.contains($0) } }
}
