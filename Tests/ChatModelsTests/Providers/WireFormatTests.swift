import Cryptography
import HTTPClient
import JSON
import Testing

@testable import ChatModels

/// Where requests go without a server of one's own, and what servers like OpenAI's word each in their way.
struct WireFormatTests {
    private static let credentials = AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s"))

    private static let urls: [(ModelProvider, String)] = [
        (.openAI(model: "m"), "https://api.openai.com/v1/chat/completions"),
        (.openAI(model: "m", baseURL: "http://h/v1/"), "http://h/v1/chat/completions"),
        (
            .azure(deployment: "a/b?c", baseURL: "https://n.openai.azure.com/", apiKey: Secret("k")),
            "https://n.openai.azure.com/openai/deployments/a%2Fb%3Fc/chat/completions?api-version=2024-10-21"
        ),
        (.anthropic(model: "m"), "https://api.anthropic.com/v1/messages"),
        (
            .gemini(model: "gemini-2.5-flash"),
            "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
        ),
        (
            .gemini(model: "tunedModels/mine"),
            "https://generativelanguage.googleapis.com/v1beta/tunedModels/mine:generateContent"
        ),
        (
            .bedrock(model: "eu.amazon.nova-lite-v1:0", region: "eu-west-1", credentials: credentials),
            "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.amazon.nova-lite-v1%3A0/converse"
        ),
        (
            .bedrock(model: "arn:aws-cn:bedrock:x/y", region: "cn-north-1", credentials: credentials),
            "https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/arn%3Aaws-cn%3Abedrock%3Ax%2Fy/converse"
        ),
    ]

    @Test(arguments: urls)
    func `Requests go to the provider's own endpoint`(provider: ModelProvider, url: String) {
        #expect(provider.format.url == url)
    }

    @Test(arguments: [(nil, "max_completion_tokens"), ("http://h/v1", "max_tokens")])
    func `OpenAI itself gets the newer key of the token limit first`(baseURL: String?, key: String) throws {
        let format = ModelProvider.openAI(model: "m", baseURL: baseURL).format
        let request = ChatRequest(messages: [], maximumTokens: 9)
        var body = try JSONValue(parsing: format.body(request, format.dialect))
        #expect(body.object?.keys == ["model", "messages", key])
        let refused: RequestDialect.Part = key == "max_tokens" ? .maxTokens : .maxCompletionTokens
        let fault = ProviderFault(status: 400, refusedPart: refused)
        let next = try #require(format.dialect.adapted(to: fault, wantsForm: false))
        body = try JSONValue(parsing: format.body(request, next))
        #expect(body["max_tokens"] != body["max_completion_tokens"])
        #expect(body.object?[key] == .none)
    }

    private static let refusals: [(Int, JSONValue, RequestDialect.Part?)] = [
        (400, ["error": "registry.ollama.ai/library/gemma does not support tools"], .replyFormat),
        (404, ["error": ["message": "No endpoints found that support tool use.", "code": 404]], .replyFormat),
        (400, ["error": ["message": "Unrecognized request argument supplied: logprobs"]], .logprobs),
        (
            400,
            [
                "error": [
                    "message": "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens'."
                ]
            ], .maxTokens
        ),
        (
            422,
            [
                "detail": [
                    ["type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"]
                ]
            ],
            .seed
        ),
        (400, ["error": ["message": "you are not allowed to sample from this model"]], nil),
        (400, ["error": ["message": "invalid schema for function 'verdict'", "param": "tools[0].function"]], nil),
        (404, ["error": ["message": "The model `m` does not exist"]], nil),
    ]

    @Test(arguments: refusals)
    func `Servers like OpenAI's say in many ways what they do not take`(
        status: Int, body: JSONValue, part: RequestDialect.Part?
    ) {
        #expect(OpenAIFault(status: status, body: body).fault.refusedPart == part)
    }

    @Test func `Instructions are kept apart, and nobody speaks twice in a row`() {
        let turns = ChatTurns([
            ChatMessage(role: .system, content: "a"), ChatMessage(role: .user, content: "b"),
            ChatMessage(role: .user, content: "c"), ChatMessage(role: .system, content: "d"),
            ChatMessage(role: .assistant, content: "e"),
        ])
        #expect(turns.system == "a\n\nd")
        #expect(
            turns.turns == [
                ChatMessage(role: .user, content: "b\n\nc"), ChatMessage(role: .assistant, content: "e"),
            ])
    }

    @Test func `A word nobody knows for the end stays as it is`() {
        #expect(FinishReason.normalized("MALFORMED_FUNCTION_CALL") == "malformed_function_call")
        #expect(FinishReason.normalized("model_context_window_exceeded") == "length")
    }
}
