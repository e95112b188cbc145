import ChatModels
import Cryptography
import HTTPServer
import JSON
import TestSupport

/// Speaks as Anthropic does.
struct AnthropicStandIn: ProviderStandIn {
    var testDescription: String { "Anthropic" }
    var ladder: [ReplyFormat] { [.toolCall, .text] }
    var path: String { "/v1/messages" }
    var takesSeed: Bool { false }
    var tellsLogprobs: Bool { false }

    func provider(root: String) -> ModelProvider {
        .anthropic(model: "m-1", baseURL: root + "/v1", apiKey: Secret(ModelFixture.key))
    }

    func isAuthorized(_ call: ProviderCall) -> Bool {
        call.headers["x-api-key"] == ModelFixture.key && call.headers["anthropic-version"] == "2023-06-01"
            && call.body["model"] == "m-1" && call.body["max_tokens"]?.integer != nil
    }

    func question(_ body: JSONValue) -> ProviderQuestion {
        let tool = body["tools"]?.array?.first
        let isForced = body["tool_choice"] == ["type": "tool", "name": tool?["name"] ?? .null]
        var question = ProviderQuestion()
        question.system = body["system"]?.string
        question.turns = (body["messages"]?.array ?? []).compactMap { $0["content"]?.string }
        question.temperature = body["temperature"]?.double
        question.maximumTokens = body["max_tokens"]?.integer.map { Int($0) }
        question.form = isForced ? .toolCall : .text
        question.schema = tool?["input_schema"]
        return question
    }

    func answer(_ reply: ScriptedReply) -> FakeModelAnswer {
        let input = (try? JSONValue(parsing: reply.text)) ?? .object([:])
        var blocks: [JSONValue] = []
        if let thought = reply.thought { blocks.append(["type": "thinking", "thinking": .string(thought)]) }
        if reply.isToolCall {
            blocks.append(["type": "text", "text": "I call it now."])
            blocks.append(["type": "tool_use", "id": "toolu_1", "name": "verdict", "input": input])
        } else if !reply.text.isEmpty {
            blocks.append(["type": "text", "text": .string(reply.text)])
        }
        let (fresh, made) = (reply.tokens.prompt - reply.tokens.cached - 1, 1)
        return .json([
            "id": "msg_1", "type": "message", "role": "assistant", "model": "served-1", "content": .array(blocks),
            "stop_reason": stopReason(reply), "stop_sequence": nil,
            "usage": [
                "input_tokens": .integer(Int64(fresh)), "cache_creation_input_tokens": .integer(Int64(made)),
                "cache_read_input_tokens": .integer(Int64(reply.tokens.cached)),
                "output_tokens": .integer(Int64(reply.tokens.completion)),
            ],
        ])
    }

    private func stopReason(_ reply: ScriptedReply) -> JSONValue {
        switch reply.ending {
        case .stop: reply.isToolCall ? "tool_use" : "end_turn"
        case .length: "max_tokens"
        case .filtered: "refusal"
        }
    }

    func answer(_ fault: ScriptedFault) -> FakeModelAnswer {
        switch fault {
        case .badKey: error(401, "authentication_error", "invalid x-api-key")
        case .forbidden: error(403, "permission_error", "No.")
        case .unknownModel: error(404, "not_found_error", "model: m-1")
        case .rateLimited(let retryAfter): error(429, "rate_limit_error", "Too many.", retryAfter: retryAfter)
        case .serverError: error(500, "api_error", "Internal server error")
        case .overloaded: error(529, "overloaded_error", "Overloaded")
        case .quota: error(400, "invalid_request_error", "Your credit balance is too low to access the API.")
        case .contextTooLong:
            error(400, "invalid_request_error", "prompt is too long: 212345 tokens > 200000 maximum")
        case .blockedPrompt: answer(ScriptedReply(text: "", ending: .filtered))
        case .wrongSchema: error(400, "invalid_request_error", "tools.0.custom.input_schema: not supported")
        case .refusedForm:
            error(400, "invalid_request_error", "Thinking may not be enabled when tool_choice forces tool use.")
        case .refusedTemperature: error(400, "invalid_request_error", "`temperature` is deprecated for this model.")
        case .refusedLogprobs: error(400, "invalid_request_error", "logprobs: Extra inputs are not permitted")
        }
    }

    private func error(_ status: Int, _ type: String, _ message: String, retryAfter: String? = nil) -> FakeModelAnswer {
        .json(
            status: status, headers: retryAfter.map { [("retry-after", $0)] } ?? [],
            ["type": "error", "error": ["type": .string(type), "message": .string(message)], "request_id": "req_1"])
    }
}
