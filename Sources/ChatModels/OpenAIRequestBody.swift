import JSON

/// Writes the body of a chat completions request.
enum OpenAIRequestBody {
    static func bytes(_ request: ChatRequest, model: String, dialect: RequestDialect) -> [UInt8] {
        var body: JSONObject = [
            "model": .string(model),
            "messages": .array(
                request.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] }),
        ]
        if dialect.takesTemperature { body["temperature"] = request.temperature.map { .number($0) } }
        if dialect.takesSeed { body["seed"] = request.seed.map { .integer(Int64($0)) } }
        body[dialect.tokenLimitKey] = request.maximumTokens.map { .integer(Int64($0)) }
        body["response_format"] = request.responseSchema.flatMap { responseFormat($0, dialect.format) }
        return JSONValue.object(body).serialized()
    }

    private static func responseFormat(
        _ schema: ChatRequest.ResponseSchema, _ format: RequestDialect.Format
    ) -> JSONValue? {
        switch format {
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
