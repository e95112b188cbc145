import JSON

/// Writes the body of a chat completions request.
enum OpenAIRequestBody {
    static func bytes(_ request: ChatRequest, model: String, format: ReplyFormat) -> [UInt8] {
        var body: JSONObject = [
            "model": .string(model),
            "messages": .array(
                request.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] }),
        ]
        body["temperature"] = request.temperature.map { .number($0) }
        body["max_tokens"] = request.maximumTokens.map { .integer(Int64($0)) }
        body["seed"] = request.seed.map { .integer(Int64($0)) }
        body["response_format"] = request.responseSchema.flatMap { responseFormat($0, format) }
        return JSONValue.object(body).serialized()
    }

    private static func responseFormat(_ schema: ChatRequest.ResponseSchema, _ format: ReplyFormat) -> JSONValue? {
        switch format {
        case .schema:
            [
                "type": "json_schema",
                "json_schema": ["name": .string(schema.name), "strict": true, "schema": schema.schema],
            ]
        case .object: ["type": "json_object"]
        case .text: nil
        }
    }
}
