import JSON

/// The body of a `Converse` request
/// (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>).
struct BedrockRequestBody {
    /// What is asked. A seed is left out, and so are the probabilities of tokens: there is no field for either.
    let request: ChatRequest
    /// What may be asked.
    let dialect: RequestDialect

    /// The body.
    var bytes: [UInt8] {
        let turns = ChatTurns(request.messages)
        var body: JSONObject = [:]
        body["messages"] = .array(
            turns.turns.map { turn in
                ["role": .string(turn.role.rawValue), "content": [["text": .string(turn.content)]]]
            })
        body["system"] = turns.system.map { [["text": .string($0)]] }
        var settings: JSONObject = [:]
        settings["maxTokens"] = request.maximumTokens.map { .integer(Int64($0)) }
        if dialect.takes(.temperature) { settings["temperature"] = request.temperature.map { .number($0) } }
        if !settings.isEmpty { body["inferenceConfig"] = .object(settings) }
        if dialect.format == .toolCall, let schema = request.responseSchema { forceCall(schema, in: &body) }
        return JSONValue.object(body).serialized()
    }

    private func forceCall(_ schema: ChatRequest.ResponseSchema, in body: inout JSONObject) {
        let tool: JSONValue = [
            "toolSpec": [
                "name": .string(schema.name), "description": .string(ChatRequest.ResponseSchema.toolDescription),
                "inputSchema": ["json": schema.schema],
            ]
        ]
        // With one tool `any` forces as much as naming it does, and more models know it
        // (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html).
        body["toolConfig"] = ["tools": [tool], "toolChoice": ["any": [:]]]
    }
}
