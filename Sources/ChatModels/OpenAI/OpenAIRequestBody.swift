import JSON

/// The body of a chat completions request (<https://platform.openai.com/docs/api-reference/chat/create>).
struct OpenAIRequestBody {
    /// What is asked.
    let request: ChatRequest
    /// What may be asked.
    let dialect: RequestDialect
    /// The key of the reply's token limit that is tried first.
    let tokenLimit: RequestDialect.Part

    /// Returns the body; a `model` of nil is not sent.
    func bytes(model: String?) -> [UInt8] {
        var body: JSONObject = [:]
        body["model"] = model.map { .string($0) }
        body["messages"] = .array(
            request.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] })
        if dialect.takes(.temperature) { body["temperature"] = request.temperature.map { .number($0) } }
        if dialect.takes(.seed) { body["seed"] = request.seed.map { .integer(Int64($0)) } }
        body[tokenLimitKey] = request.maximumTokens.map { .integer(Int64($0)) }
        if dialect.takes(.logprobs), let count = request.topLogprobs {
            body["logprobs"] = true
            body["top_logprobs"] = .integer(Int64(count))
        }
        if let schema = request.responseSchema { ask(for: schema, in: &body) }
        return JSONValue.object(body).serialized()
    }

    private var tokenLimitKey: String {
        let takesFirst = dialect.takes(tokenLimit)
        return takesFirst == (tokenLimit == .maxTokens) ? "max_tokens" : "max_completion_tokens"
    }

    private func ask(for schema: ChatRequest.ResponseSchema, in body: inout JSONObject) {
        let name = JSONValue.string(schema.name)
        switch dialect.format {
        case .jsonSchema:
            body["response_format"] = [
                "type": "json_schema", "json_schema": ["name": name, "strict": true, "schema": schema.schema],
            ]
        case .toolCall:
            body["tools"] = [
                [
                    "type": "function",
                    "function": [
                        "name": name, "description": .string(ChatRequest.ResponseSchema.toolDescription),
                        "parameters": schema.schema,
                    ],
                ]
            ]
            body["tool_choice"] = ["type": "function", "function": ["name": name]]
        case .jsonObject: body["response_format"] = ["type": "json_object"]
        case .text: break
        }
    }
}
