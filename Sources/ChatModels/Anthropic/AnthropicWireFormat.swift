import Cryptography
import HTTPClient
import JSON
import Timing

/// Anthropic's messages (<https://docs.claude.com/en/api/messages>).
struct AnthropicWireFormat: WireFormat {
    /// Anthropic's own endpoint.
    static let defaultBaseURL = "https://api.anthropic.com/v1"
    /// The version of the API that the bodies here keep to (<https://docs.claude.com/en/api/versioning>).
    static let version = "2023-06-01"

    let model: String
    let url: String
    private let apiKey: Secret?

    /// Describes a model behind `baseURL`, to which `/messages` is added; nil means Anthropic's own.
    init(model: String, baseURL: String? = nil, apiKey: Secret? = nil) {
        self.model = model
        self.apiKey = apiKey
        url = (baseURL ?? Self.defaultBaseURL).withoutSlash + "/messages"
    }

    /// A forced call of a tool is what every model understands; there is no mode for JSON of any form.
    var dialect: RequestDialect { RequestDialect(ladder: [.toolCall, .text]) }

    func body(_ request: ChatRequest, _ dialect: RequestDialect) -> [UInt8] {
        AnthropicRequestBody(request: request, dialect: dialect).bytes(model: model)
    }

    func authorized(_ request: ClientRequest, at now: Timestamp) -> ClientRequest {
        var request = request
        request.headers.append(("anthropic-version", Self.version))
        if let apiKey { request.headers.append(("x-api-key", apiKey.text)) }
        return request
    }

    func reply(_ body: JSONValue) -> ChatReply? { AnthropicReplyBody(body: body).reply(fallbackModel: model) }

    func fault(_ response: ClientResponse, _ body: JSONValue?) -> ProviderFault {
        AnthropicFault(status: response.status, body: body).fault
    }
}
