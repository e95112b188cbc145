import JSON

/// The body of a chat completions request.
struct OpenAIRequestBody {
    /// What is asked.
    let request: ChatRequest
    /// What may be asked.
    let dialect: RequestDialect
    /// The key of the reply's token limit that is tried first.
    let tokenLimit: RequestDialect.Part

    /// Returns the body for `model`.
    func bytes(model: String) -> [UInt8] {
        var body: JSONObject = [
            "model": .string(model),
            "messages": .array(
                request.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] }),
        ]
        if dialect.takes(.temperature) { body["temperature"] = request.temperature.map { .number($0) } }
        if dialect.takes(.seed) { body["seed"] = request.seed.map { .integer(Int64($0)) } }
        body[tokenLimitKey] = request.maximumTokens.map { .integer(Int64($0)) }
        body["response_format"] = request.responseSchema.flatMap(responseFormat)
        return JSONValue.object(body).serialized()
    }

    private var tokenLimitKey: String {
        let takesFirst = dialect.takes(tokenLimit)
        return takesFirst == (tokenLimit == .maxTokens) ? "max_tokens" : "max_completion_tokens"
    }

    private func responseFormat(_ schema: ChatRequest.ResponseSchema) -> JSONValue? {
        switch dialect.format {
        case .jsonSchema:
            [
                "type": "json_schema",
                "json_schema": ["name": .string(schema.name), "strict": true, "schema": schema.schema],
            ]
        case .jsonObject: ["type": "json_object"]
        case .text: nil
        }
    }
}
