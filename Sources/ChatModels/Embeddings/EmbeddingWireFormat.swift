import HTTPClient
import JSON

/// OpenAI's embeddings (<https://platform.openai.com/docs/api-reference/embeddings/create>), which vLLM, Ollama, LiteLLM,
/// Azure and many more serve as well.
struct EmbeddingWireFormat: Sendable {
    /// How the provider wants to know who asks, and words its faults: as for its chat completions.
    let chat: any WireFormat
    /// Where requests go, percent-encoded.
    let url: String
    /// The name sent; nil where the URL has it.
    let sentModel: String?

    /// Returns the body that asks for the vectors of `texts`, as numbers in JSON where the server lets itself be asked for
    /// a form: some clients' default is Base64.
    func body(_ texts: [String], asksForFloats: Bool) -> [UInt8] {
        var body: JSONObject = [:]
        body["model"] = sentModel.map { .string($0) }
        body["input"] = .array(texts.map { .string($0) })
        if asksForFloats { body["encoding_format"] = "float" }
        return JSONValue.object(body).serialized()
    }

    /// Sorts an answer to a request for `count` vectors.
    func answer(_ response: ClientResponse, count: Int) -> EmbeddingAnswer {
        let body = try? JSONValue(parsing: response.body)
        guard response.status == 200, !(body.map(chat.isFault) ?? false) else {
            return .fault(chat.fault(response, body), refusesForm: Self.refusesForm(response, body))
        }
        guard let body else { return .unusable("is not JSON; check `base_url`") }
        do throws(EmbeddingReplyBody.Fault) {
            return .reply(try EmbeddingReplyBody(body: body).reply(count: count, fallbackModel: chat.model))
        } catch {
            return .unusable(error.message)
        }
    }

    /// Whether the server does not take `encoding_format`.
    private static func refusesForm(_ response: ClientResponse, _ body: JSONValue?) -> Bool {
        guard [400, 404, 422, 501].contains(response.status) else { return false }
        let error = body?["error"] ?? body
        return error?["param"] == "encoding_format"
            || FaultSentence((error?["message"] ?? body?["detail"] ?? error)?.plainText).mentions("encoding_format")
    }
}

/// What an answer of an embeddings endpoint turned out to be.
enum EmbeddingAnswer: Sendable {
    case reply(EmbeddingReply)
    case fault(ProviderFault, refusesForm: Bool)
    /// 200 with vectors that cannot be used, and why.
    case unusable(String)
}

extension EmbeddingAnswer: PacedAnswer {
    var fault: ProviderFault? {
        if case .fault(let fault, _) = self { fault } else { nil }
    }

    var tokens: Int? {
        if case .reply(let reply) = self { reply.promptTokens } else { nil }
    }
}
