import Cryptography
import HTTPClient
import JSON
import Timing

/// Gemini's `generateContent` (<https://ai.google.dev/api/generate-content>).
struct GeminiWireFormat: WireFormat {
    /// Google's own endpoint.
    static let defaultBaseURL = "https://generativelanguage.googleapis.com/v1beta"

    let model: String
    let url: String
    private let apiKey: Secret?

    /// Describes a model behind `baseURL`, to which `/models/MODEL:generateContent` is added; nil means Google's own. A
    /// `model` with a slash in it, like `tunedModels/NAME`, stands for itself and `models`.
    init(model: String, baseURL: String? = nil, apiKey: Secret? = nil) {
        self.model = model
        self.apiKey = apiKey
        let name = PercentEncoding.encode(model, keeping: "/")
        let path = model.contains("/") ? name : "models/\(name)"
        url = "\((baseURL ?? Self.defaultBaseURL).withoutSlash)/\(path):generateContent"
    }

    var dialect: RequestDialect { RequestDialect(ladder: ReplyFormat.allCases) }

    func body(_ request: ChatRequest, _ dialect: RequestDialect) -> [UInt8] {
        GeminiRequestBody(request: request, dialect: dialect).bytes
    }

    /// The key goes into a header field: in the URL, where the manual has it too, logs and errors would show it.
    func authorized(_ request: ClientRequest, at now: Timestamp) -> ClientRequest {
        var request = request
        if let apiKey { request.headers.append(("x-goog-api-key", apiKey.text)) }
        return request
    }

    /// A prompt that is blocked comes with 200, without candidates and with the reason.
    func isFault(_ body: JSONValue) -> Bool {
        let isBlocked =
            (body["candidates"]?.array ?? []).isEmpty && body["promptFeedback"]?["blockReason"]?.string != nil
        return isBlocked || !(body["error"]?.isNull ?? true)
    }

    func reply(_ body: JSONValue) -> ChatReply? { GeminiReplyBody(body: body).reply(fallbackModel: model) }

    func fault(_ response: ClientResponse, _ body: JSONValue?) -> ProviderFault {
        GeminiFault(status: response.status, body: body).fault
    }
}
