import JSON

/// The body of a request to Anthropic (<https://docs.claude.com/en/api/messages>).
struct AnthropicRequestBody {
    /// The most tokens of a reply when nobody says: the field is required. Room for a long reason, and within the bounds of
    /// every model.
    static let defaultMaximumTokens = 4096

    /// What is asked. A seed is left out, and so are the probabilities of tokens: there is no field for either.
    let request: ChatRequest
    /// What may be asked.
    let dialect: RequestDialect

    /// Returns the body for `model`.
    func bytes(model: String) -> [UInt8] {
        let turns = ChatTurns(request.messages)
        var body: JSONObject = [
            "model": .string(model),
            "max_tokens": .integer(Int64(request.maximumTokens ?? Self.defaultMaximumTokens)),
        ]
        body["system"] = turns.system.map { .string($0) }
        body["messages"] = .array(
            turns.turns.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] })
        if dialect.takes(.temperature) { body["temperature"] = request.temperature.map { .number($0) } }
        if dialect.format == .toolCall, let schema = request.responseSchema {
            body["tools"] = [
                [
                    "name": .string(schema.name),
                    "description": .string(ChatRequest.ResponseSchema.toolDescription),
                    "input_schema": schema.schema,
                ]
            ]
            body["tool_choice"] = ["type": "tool", "name": .string(schema.name)]
        }
        return JSONValue.object(body).serialized()
    }
}
