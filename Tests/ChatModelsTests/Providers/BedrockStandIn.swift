import ChatModels
import Cryptography
import HTTPServer
import JSON
import TestSupport

/// Speaks as Bedrock does.
struct BedrockStandIn: ProviderStandIn {
    static let token = "the-session-token/+="

    var testDescription: String { "Bedrock" }
    var ladder: [ReplyFormat] { [.toolCall, .text] }
    var path: String { "/model/eu.m-1%3A0/converse" }
    var takesSeed: Bool { false }
    var tellsLogprobs: Bool { false }

    func provider(root: String) -> ModelProvider {
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret(ModelFixture.key), sessionToken: Secret(Self.token))
        return .bedrock(model: "eu.m-1:0", region: "eu-west-1", baseURL: root, credentials: credentials)
    }

    func isAuthorized(_ call: ProviderCall) -> Bool {
        // 2026-11-21, where the clock of the tests stands.
        let start =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/bedrock/aws4_request, "
            + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="
        let authorization = call.headers["Authorization"] ?? ""
        return authorization.hasPrefix(start) && authorization.utf8.count == start.utf8.count + 64
            && call.headers["X-Amz-Date"] == "20261121T090000Z" && call.headers["X-Amz-Security-Token"] == Self.token
    }

    func question(_ body: JSONValue) -> ProviderQuestion {
        let settings = body["inferenceConfig"]
        let tool = body["toolConfig"]?["tools"]?.array?.first?["toolSpec"]
        var question = ProviderQuestion()
        question.system = body["system"]?.array?.first?["text"]?.string
        question.turns = (body["messages"]?.array ?? []).compactMap { $0["content"]?.array?.first?["text"]?.string }
        question.temperature = settings?["temperature"]?.double
        question.maximumTokens = settings?["maxTokens"]?.integer.map { Int($0) }
        question.form = body["toolConfig"]?["toolChoice"] == ["any": [:]] ? .toolCall : .text
        question.schema = tool?["inputSchema"]?["json"]
        return question
    }

    func answer(_ reply: ScriptedReply) -> FakeModelAnswer {
        let input = (try? JSONValue(parsing: reply.text)) ?? .object([:])
        var blocks: [JSONValue] = []
        if let thought = reply.thought {
            blocks.append(["reasoningContent": ["reasoningText": ["text": .string(thought), "signature": "s"]]])
        }
        if reply.isToolCall {
            blocks.append(["toolUse": ["toolUseId": "t-1", "name": "verdict", "input": input]])
        } else if !reply.text.isEmpty {
            blocks.append(["text": .string(reply.text)])
        }
        let (fresh, written) = (reply.tokens.prompt - reply.tokens.cached - 1, 1)
        return .json([
            "output": ["message": ["role": "assistant", "content": .array(blocks)]],
            "stopReason": stopReason(reply), "metrics": ["latencyMs": 12],
            "usage": [
                "inputTokens": .integer(Int64(fresh)), "cacheWriteInputTokens": .integer(Int64(written)),
                "cacheReadInputTokens": .integer(Int64(reply.tokens.cached)),
                "outputTokens": .integer(Int64(reply.tokens.completion)),
            ],
        ])
    }

    private func stopReason(_ reply: ScriptedReply) -> JSONValue {
        switch reply.ending {
        case .stop: reply.isToolCall ? "tool_use" : "end_turn"
        case .length: "max_tokens"
        case .filtered: "guardrail_intervened"
        }
    }

    func answer(_ fault: ScriptedFault) -> FakeModelAnswer {
        switch fault {
        case .badKey: error(403, "UnrecognizedClientException", "The security token included is invalid.")
        case .forbidden: error(403, "AccessDeniedException", "No.")
        case .unknownModel: error(404, "ResourceNotFoundException", "Could not resolve the foundation model.")
        case .rateLimited(let retryAfter): error(429, "ThrottlingException", "Too many.", retryAfter: retryAfter)
        case .serverError: error(500, "InternalServerException", "Internal.")
        case .overloaded: error(503, "ServiceUnavailableException:http://internal.amazon.com/x/", "Overloaded.")
        case .quota: error(429, "ThrottlingException", "Too many tokens per day, please wait before trying again.")
        case .contextTooLong: error(400, "ValidationException", "Input is too long for requested model.")
        case .blockedPrompt: answer(ScriptedReply(text: "Blocked.", ending: .filtered))
        case .wrongSchema: error(400, "ValidationException", "toolConfig.tools.0: inputSchema is not supported")
        case .refusedForm:
            error(400, "ValidationException", "This model doesn't support the toolConfig.toolChoice.any field.")
        case .refusedTemperature: error(400, "ValidationException", "This model doesn't support temperature.")
        case .refusedLogprobs: error(400, "ValidationException", "Malformed input request.")
        }
    }

    private func error(_ status: Int, _ type: String, _ message: String, retryAfter: String? = nil) -> FakeModelAnswer {
        .json(
            status: status, headers: [("x-amzn-ErrorType", type)] + (retryAfter.map { [("Retry-After", $0)] } ?? []),
            ["message": .string(message)])
    }
}
