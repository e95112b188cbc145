import ChatModels
import Cryptography
import HTTPServer
import JSON
import TestSupport

/// Speaks as Azure OpenAI does.
struct AzureStandIn: ProviderStandIn {
    var testDescription: String { "Azure" }
    var ladder: [ReplyFormat] { ReplyFormat.allCases }
    var path: String { "/openai/deployments/my%20judge/chat/completions" }
    var takesSeed: Bool { true }
    var tellsLogprobs: Bool { true }

    func provider(root: String) -> ModelProvider {
        .azure(deployment: "my judge", baseURL: root, apiVersion: "2025-01-01", apiKey: Secret(ModelFixture.key))
    }

    func isAuthorized(_ call: ProviderCall) -> Bool {
        call.headers["api-key"] == ModelFixture.key && call.headers["Authorization"] == nil
            && call.query == ["api-version=2025-01-01"]
    }

    func question(_ body: JSONValue) -> ProviderQuestion { OpenAIWords.question(body) }
    func answer(_ reply: ScriptedReply) -> FakeModelAnswer { OpenAIWords.answer(reply) }

    func answer(_ fault: ScriptedFault) -> FakeModelAnswer {
        switch fault {
        case .badKey: .error(401, code: "401", message: "Access denied due to invalid subscription key.")
        case .forbidden: .error(403, code: "AccessDenied", message: "Public access is disabled.")
        case .unknownModel: .error(404, code: "DeploymentNotFound")
        case .rateLimited(let retryAfter): .error(429, code: "429", message: "Too many.", retryAfter: retryAfter)
        case .serverError: .error(500, code: "InternalServerError")
        case .overloaded: .error(503, code: "ServiceUnavailable")
        case .quota: .error(402, code: "QuotaExceeded")
        case .contextTooLong: .error(400, code: "context_length_exceeded", parameter: "messages")
        case .blockedPrompt: filtered
        case .wrongSchema: .error(400, message: "Invalid schema for response_format 'verdict': no type.")
        case .refusedForm(let form): OpenAIWords.refusal(of: form)
        case .refusedTemperature: .unsupported("temperature")
        case .refusedLogprobs: .error(400, message: "Unsupported parameter: 'logprobs' is not supported.")
        }
    }

    private var filtered: FakeModelAnswer {
        .json(
            status: 400,
            [
                "error": [
                    "message": "The response was filtered due to the prompt.", "type": nil, "param": "prompt",
                    "code": "content_filter", "status": 400,
                    "innererror": [
                        "code": "ResponsibleAIPolicyViolation",
                        "content_filter_result": ["violence": ["filtered": true, "severity": "medium"]],
                    ],
                ]
            ])
    }
}
