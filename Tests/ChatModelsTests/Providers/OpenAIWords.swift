import ChatModels
import JSON
import TestSupport

/// What OpenAI and Azure word alike.
enum OpenAIWords {
    static func question(_ body: JSONValue) -> ProviderQuestion {
        let messages = body["messages"]?.array ?? []
        let format = body["response_format"]
        let tool = body["tools"]?.array?.first?["function"]
        let isForced = body["tool_choice"]?["function"]?["name"] == tool?["name"]
        var question = ProviderQuestion()
        question.system = messages.first { $0["role"] == "system" }?["content"]?.string
        question.turns = messages.filter { $0["role"] != "system" }.compactMap { $0["content"]?.string }
        question.temperature = body["temperature"]?.double
        question.maximumTokens = body["max_tokens"]?.integer.map { Int($0) }
        question.seed = body["seed"]?.integer.map { Int($0) }
        question.topLogprobs =
            body["logprobs"] == true ? body["top_logprobs"]?.integer.map { Int($0) } : nil
        switch format?["type"]?.string {
        case "json_schema": question.form = .jsonSchema
        case "json_object": question.form = .jsonObject
        default: question.form = tool != nil && isForced ? .toolCall : .text
        }
        question.schema = format?["json_schema"]?["schema"] ?? tool?["parameters"]
        return question
    }

    static func answer(_ reply: ScriptedReply) -> FakeModelAnswer {
        let call: JSONValue = [
            "id": "call_1", "type": "function",
            "function": ["name": "verdict", "arguments": .string(reply.text)],
        ]
        var message: JSONObject = ["role": "assistant", "content": reply.isToolCall ? .null : .string(reply.text)]
        if reply.isToolCall { message["tool_calls"] = .array([call]) }
        message["reasoning_content"] = reply.thought.map { .string($0) }
        var choice: JSONObject = ["index": 0, "message": .object(message), "finish_reason": finishReason(reply)]
        choice["logprobs"] = reply.logprobs.map { ["content": .array([token($0.chosen, top: $0.top)])] }
        return .json([
            "id": "chatcmpl-1", "object": "chat.completion", "model": "served-1", "choices": [.object(choice)],
            "usage": [
                "prompt_tokens": .integer(Int64(reply.tokens.prompt)),
                "completion_tokens": .integer(Int64(reply.tokens.completion)),
                "prompt_tokens_details": ["cached_tokens": .integer(Int64(reply.tokens.cached))],
            ],
        ])
    }

    static func refusal(of form: ReplyFormat) -> FakeModelAnswer {
        switch form {
        case .toolCall: .error(400, message: "registry/library/gemma:latest does not support tools")
        default: .unsupportedFormat(form.rawValue)
        }
    }

    private static func finishReason(_ reply: ScriptedReply) -> JSONValue {
        switch reply.ending {
        case .stop: reply.isToolCall ? "tool_calls" : "stop"
        case .length: "length"
        case .filtered: "content_filter"
        }
    }

    private static func token(_ candidate: TokenLogprobs.Candidate, top: [TokenLogprobs.Candidate]?) -> JSONValue {
        var token: JSONObject = ["token": .string(candidate.token), "logprob": .number(candidate.logprob)]
        token["top_logprobs"] = top.map { .array($0.map { self.token($0, top: nil) }) }
        return .object(token)
    }
}
