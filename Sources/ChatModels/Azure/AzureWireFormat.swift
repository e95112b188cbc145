import Cryptography
import HTTPClient
import JSON
import Timing

/// The chat completions of Azure OpenAI: OpenAI's, at the URL of a deployment, with a version and another header for the
/// key (<https://learn.microsoft.com/azure/ai-foundry/openai/reference>).
///
/// A prompt that the content filter stops comes back as 400 with the code `content_filter`; a reply it stops has that
/// as its finish reason and no content (<https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter>).
struct AzureWireFormat: WireFormat {
    /// The newest version of the API that is not a preview.
    static let defaultVersion = "2024-10-21"

    let model: String
    let url: String
    private let apiKey: Secret

    /// Describes the deployment `deployment` of the resource behind `baseURL`, e.g. `https://NAME.openai.azure.com`.
    init(deployment: String, baseURL: String, version: String?, apiKey: Secret) {
        model = deployment
        self.apiKey = apiKey
        url = Self.url(deployment: deployment, baseURL: baseURL, version: version, of: "chat/completions")
    }

    /// Where `operation` of a deployment is asked for.
    static func url(deployment: String, baseURL: String, version: String?, of operation: String) -> String {
        "\(baseURL.withoutSlash)/openai/deployments/\(PercentEncoding.encode(deployment))/\(operation)?api-version="
            + PercentEncoding.encode(version ?? defaultVersion)
    }

    var credentialKeys: String { "`api_key`, `base_url` and `api_version`" }

    var dialect: RequestDialect { RequestDialect(ladder: ReplyFormat.allCases) }

    func body(_ request: ChatRequest, _ dialect: RequestDialect) -> [UInt8] {
        OpenAIRequestBody(request: request, dialect: dialect, tokenLimit: .maxTokens).bytes(model: nil)
    }

    func authorized(_ request: ClientRequest, at now: Timestamp) -> ClientRequest {
        var request = request
        request.headers.append(("api-key", apiKey.text))
        return request
    }

    func reply(_ body: JSONValue) -> ChatReply? { OpenAIReplyBody(body: body).reply(fallbackModel: model) }

    func fault(_ response: ClientResponse, _ body: JSONValue?) -> ProviderFault {
        OpenAIFault(status: response.status, body: body).fault
    }
}
