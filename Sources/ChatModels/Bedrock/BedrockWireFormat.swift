import Cryptography
import HTTPClient
import JSON
import Timing

/// Bedrock's `Converse` (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>), which asks
/// every model there the same way.
struct BedrockWireFormat: WireFormat {
    let model: String
    let url: String
    private let signer: AWSRequestSigner

    /// Describes a model, a profile or an ARN in `region`; `baseURL` nil means the region's own endpoint.
    init(model: String, region: String, baseURL: String? = nil, credentials: AWSCredentials) {
        self.model = model
        signer = AWSRequestSigner(credentials: credentials, region: region, service: "bedrock")
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let base = baseURL?.withoutSlash ?? "https://bedrock-runtime.\(region).\(domain)"
        // Colons and slashes of an ARN are part of the name.
        url = "\(base)/model/\(PercentEncoding.encode(model))/converse"
    }

    var credentialKeys: String { "`access_key_id`, `secret_access_key`, `session_token` and `region`" }

    /// A forced call of a tool is the only form that most models there can be held to.
    var dialect: RequestDialect { RequestDialect(ladder: [.toolCall, .text]) }

    func body(_ request: ChatRequest, _ dialect: RequestDialect) -> [UInt8] {
        BedrockRequestBody(request: request, dialect: dialect).bytes
    }

    func authorized(_ request: ClientRequest, at now: Timestamp) -> ClientRequest {
        signer.signed(request, at: now)
    }

    func reply(_ body: JSONValue) -> ChatReply? { BedrockReplyBody(body: body).reply(model: model) }

    func fault(_ response: ClientResponse, _ body: JSONValue?) -> ProviderFault {
        BedrockFault(response, body: body).fault
    }
}
