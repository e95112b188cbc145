import JSON

/// The body of a request to Gemini (<https://ai.google.dev/api/generate-content#request-body>).
struct GeminiRequestBody {
    /// What is asked.
    let request: ChatRequest
    /// What may be asked.
    let dialect: RequestDialect

    /// The body.
    var bytes: [UInt8] {
        let turns = ChatTurns(request.messages)
        var body: JSONObject = [:]
        body["systemInstruction"] = turns.system.map { ["parts": [["text": .string($0)]]] }
        body["contents"] = .array(
            turns.turns.map { turn in
                ["role": turn.role == .assistant ? "model" : "user", "parts": [["text": .string(turn.content)]]]
            })
        if dialect.format == .toolCall, let schema = request.responseSchema { forceCall(schema, in: &body) }
        let settings = settings
        if !settings.isEmpty { body["generationConfig"] = .object(settings) }
        return JSONValue.object(body).serialized()
    }

    private var settings: JSONObject {
        var settings: JSONObject = [:]
        if dialect.takes(.temperature) { settings["temperature"] = request.temperature.map { .number($0) } }
        settings["maxOutputTokens"] = request.maximumTokens.map { .integer(Int64($0)) }
        // The field has 32 bits; what matters is only that the same seed stays the same.
        if dialect.takes(.seed) {
            settings["seed"] = request.seed.map { .integer(Int64(Int32(truncatingIfNeeded: $0))) }
        }
        if dialect.takes(.logprobs), let count = request.topLogprobs {
            settings["responseLogprobs"] = true
            settings["logprobs"] = .integer(Int64(count))
        }
        if let schema = request.responseSchema, [.jsonSchema, .jsonObject].contains(dialect.format) {
            settings["responseMimeType"] = "application/json"
            // `responseSchema` knows a part of OpenAPI's schemas only, which has no `additionalProperties`.
            if dialect.format == .jsonSchema { settings["responseJsonSchema"] = schema.schema }
        }
        return settings
    }

    private func forceCall(_ schema: ChatRequest.ResponseSchema, in body: inout JSONObject) {
        let name = JSONValue.string(schema.name)
        let function: JSONValue = [
            "name": name, "description": .string(ChatRequest.ResponseSchema.toolDescription),
            "parametersJsonSchema": schema.schema,
        ]
        body["tools"] = [["functionDeclarations": [function]]]
        body["toolConfig"] = ["functionCallingConfig": ["mode": "ANY", "allowedFunctionNames": [name]]]
    }
}
