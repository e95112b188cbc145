import ChatModels
import Cryptography
import HTTPServer
import JSON
import TestSupport

/// Speaks as Gemini does.
struct GeminiStandIn: ProviderStandIn {
    var testDescription: String { "Gemini" }
    var ladder: [ReplyFormat] { ReplyFormat.allCases }
    var path: String { "/v1beta/models/m-1:generateContent" }
    var takesSeed: Bool { true }
    var tellsLogprobs: Bool { true }

    func provider(root: String) -> ModelProvider {
        .gemini(model: "m-1", baseURL: root + "/v1beta", apiKey: Secret(ModelFixture.key))
    }

    func isAuthorized(_ call: ProviderCall) -> Bool {
        call.headers["x-goog-api-key"] == ModelFixture.key && call.query.isEmpty
    }

    func question(_ body: JSONValue) -> ProviderQuestion {
        let settings = body["generationConfig"]
        let function = body["tools"]?.array?.first?["functionDeclarations"]?.array?.first
        let calling = body["toolConfig"]?["functionCallingConfig"]
        let isForced = calling == ["mode": "ANY", "allowedFunctionNames": [function?["name"] ?? .null]]
        var question = ProviderQuestion()
        question.system = body["systemInstruction"]?["parts"]?.array?.first?["text"]?.string
        question.turns = (body["contents"]?.array ?? []).compactMap { $0["parts"]?.array?.first?["text"]?.string }
        question.temperature = settings?["temperature"]?.double
        question.maximumTokens = settings?["maxOutputTokens"]?.integer.map { Int($0) }
        question.seed = settings?["seed"]?.integer.map { Int($0) }
        question.topLogprobs =
            settings?["responseLogprobs"] == true ? settings?["logprobs"]?.integer.map { Int($0) } : nil
        question.schema = settings?["responseJsonSchema"] ?? function?["parametersJsonSchema"]
        if settings?["responseMimeType"] == "application/json" {
            question.form = question.schema == nil ? .jsonObject : .jsonSchema
        } else if isForced {
            question.form = .toolCall
        }
        return question
    }

    func answer(_ reply: ScriptedReply) -> FakeModelAnswer {
        let arguments = (try? JSONValue(parsing: reply.text)) ?? .object([:])
        var parts: [JSONValue] = []
        if let thought = reply.thought { parts.append(["text": .string(thought), "thought": true]) }
        if reply.isToolCall {
            parts.append(["functionCall": ["name": "verdict", "args": arguments]])
        } else if !reply.text.isEmpty {
            parts.append(["text": .string(reply.text)])
        }
        var candidate: JSONObject = ["index": 0, "finishReason": finishReason(reply)]
        if !parts.isEmpty { candidate["content"] = ["role": "model", "parts": .array(parts)] }
        candidate["logprobsResult"] = reply.logprobs.map { token in
            [
                "chosenCandidates": [self.token(token.chosen)],
                "topCandidates": [["candidates": .array(token.top.map(self.token))]],
            ]
        }
        return .json([
            "candidates": [.object(candidate)], "modelVersion": "served-1",
            "usageMetadata": [
                "promptTokenCount": .integer(Int64(reply.tokens.prompt)),
                "cachedContentTokenCount": .integer(Int64(reply.tokens.cached)),
                "candidatesTokenCount": .integer(Int64(reply.tokens.completion - 5)), "thoughtsTokenCount": 5,
            ],
        ])
    }

    private func token(_ candidate: TokenLogprobs.Candidate) -> JSONValue {
        ["token": .string(candidate.token), "tokenId": 7, "logProbability": .number(candidate.logprob)]
    }

    private func finishReason(_ reply: ScriptedReply) -> JSONValue {
        switch reply.ending {
        case .stop: "STOP"
        case .length: "MAX_TOKENS"
        case .filtered: "SAFETY"
        }
    }

    func answer(_ fault: ScriptedFault) -> FakeModelAnswer {
        switch fault {
        case .badKey:
            error(400, "INVALID_ARGUMENT", "API key not valid.", details: [["reason": "API_KEY_INVALID"]])
        case .forbidden: error(403, "PERMISSION_DENIED", "No.")
        case .unknownModel: error(404, "NOT_FOUND", "models/m-1 is not found, or is not supported.")
        case .rateLimited(let retryAfter):
            error(
                429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.",
                details: retryAfter.map { [["retryDelay": .string($0 + "s")]] } ?? [])
        case .serverError: error(500, "INTERNAL", "An internal error has occurred.")
        case .overloaded: error(503, "UNAVAILABLE", "The model is overloaded.")
        case .quota:
            error(
                429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.",
                details: [["violations": [["quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"]]]])
        case .contextTooLong:
            error(
                400, "INVALID_ARGUMENT", "The input token count exceeds the maximum number of tokens allowed 1048576.")
        case .blockedPrompt: .json(["promptFeedback": ["blockReason": "PROHIBITED_CONTENT"], "usageMetadata": [:]])
        case .wrongSchema: error(400, "INVALID_ARGUMENT", "response_json_schema.properties: must not be empty")
        case .refusedForm(.toolCall):
            error(400, "INVALID_ARGUMENT", "Function calling is not enabled for models/m-1")
        case .refusedForm: error(400, "INVALID_ARGUMENT", "JSON mode is not enabled for models/m-1")
        case .refusedTemperature: error(400, "INVALID_ARGUMENT", "temperature is not supported by models/m-1")
        case .refusedLogprobs: error(400, "INVALID_ARGUMENT", "Logprobs is not enabled for models/m-1")
        }
    }

    private func error(
        _ status: Int, _ name: String, _ message: String, details: [JSONValue] = []
    ) -> FakeModelAnswer {
        .json(
            status: status,
            [
                "error": [
                    "code": .integer(Int64(status)), "message": .string(message), "status": .string(name),
                    "details": .array(details),
                ]
            ])
    }
}
