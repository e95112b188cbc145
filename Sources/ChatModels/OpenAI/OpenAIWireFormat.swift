import Cryptography
import HTTPClient
import JSON
import Timing

/// The chat completions of OpenAI (<https://platform.openai.com/docs/api-reference/chat/create>), which vLLM, Ollama,
/// LiteLLM and many more serve as well.
struct OpenAIWireFormat: WireFormat {
    /// OpenAI's own endpoint.
    static let defaultBaseURL = "https://api.openai.com/v1"

    let model: String
    let url: String
    private let apiKey: Secret?
    private let tokenLimit: RequestDialect.Part

    /// Describes a model behind `baseURL`, to which `/chat/completions` is added; nil means OpenAI's own. Without a key
    /// none is sent.
    init(model: String, baseURL: String? = nil, apiKey: Secret? = nil) {
        self.model = model
        self.apiKey = apiKey
        let base = (baseURL ?? Self.defaultBaseURL).withoutSlash
        url = base + "/chat/completions"
        // Other servers may know the older key only.
        tokenLimit = base == Self.defaultBaseURL ? .maxCompletionTokens : .maxTokens
    }

    var dialect: RequestDialect { RequestDialect(ladder: ReplyFormat.allCases) }

    func body(_ request: ChatRequest, _ dialect: RequestDialect) -> [UInt8] {
        OpenAIRequestBody(request: request, dialect: dialect, tokenLimit: tokenLimit).bytes(model: model)
    }

    func authorized(_ request: ClientRequest, at now: Timestamp) -> ClientRequest {
        var request = request
        if let apiKey { request.headers.append(("Authorization", "Bearer \(apiKey.text)")) }
        return request
    }

    func reply(_ body: JSONValue) -> ChatReply? { OpenAIReplyBody(body: body).reply(fallbackModel: model) }

    func fault(_ response: ClientResponse, _ body: JSONValue?) -> ProviderFault {
        OpenAIFault(status: response.status, body: body).fault
    }
}
