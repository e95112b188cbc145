import ChatModels
import Cryptography
import HTTPServer
import JSON
import TestSupport

/// Speaks as OpenAI does.
struct OpenAIStandIn: ProviderStandIn {
    var testDescription: String { "OpenAI" }
    var ladder: [ReplyFormat] { ReplyFormat.allCases }
    var path: String { "/v1/chat/completions" }
    var takesSeed: Bool { true }
    var tellsLogprobs: Bool { true }

    func provider(root: String) -> ModelProvider {
        .openAI(model: "m-1", baseURL: root + "/v1/", apiKey: Secret(ModelFixture.key))
    }

    func isAuthorized(_ call: ProviderCall) -> Bool {
        call.headers["Authorization"] == "Bearer \(ModelFixture.key)" && call.body["model"] == "m-1"
    }

    func question(_ body: JSONValue) -> ProviderQuestion { OpenAIWords.question(body) }
    func answer(_ reply: ScriptedReply) -> FakeModelAnswer { OpenAIWords.answer(reply) }

    func answer(_ fault: ScriptedFault) -> FakeModelAnswer {
        switch fault {
        case .badKey: .error(401, code: "invalid_api_key", type: "invalid_request_error")
        case .forbidden: .error(403, code: "unsupported_country_region_territory")
        case .unknownModel: .error(404, code: "model_not_found", type: "invalid_request_error")
        case .rateLimited(let retryAfter): .rateLimited(retryAfter: retryAfter)
        case .serverError: .serverError
        case .overloaded: .error(503, type: "server_error", message: "The engine is currently overloaded.")
        case .quota: .error(429, code: "insufficient_quota", type: "insufficient_quota")
        case .contextTooLong: .error(400, code: "context_length_exceeded", parameter: "messages")
        case .blockedPrompt: .error(400, code: "content_policy_violation")
        case .wrongSchema: .error(400, code: "invalid_json_schema", parameter: "response_format")
        case .refusedForm(let form): OpenAIWords.refusal(of: form)
        case .refusedTemperature: .unsupported("temperature")
        case .refusedLogprobs: .unsupported("logprobs")
        }
    }
}
