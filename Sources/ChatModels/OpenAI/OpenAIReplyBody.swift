import JSON

/// Reads the body of a chat completion (<https://platform.openai.com/docs/api-reference/chat/object>).
///
/// What a reasoning model thought (`reasoning_content`, `reasoning`, parts of those types) is not the answer and is left
/// aside.
struct OpenAIReplyBody {
    let body: JSONValue

    /// Returns the reply, or nil when the body is no chat completion.
    func reply(fallbackModel: String) -> ChatReply? {
        guard let choice = body["choices"]?.array?.first, let message = choice["message"]?.object else { return nil }
        let finishReason = choice["finish_reason"]?.string.map(FinishReason.normalized)
        let refusal = message["refusal"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        let answer = refusal ?? Self.arguments(message) ?? Self.text(message["content"])
        guard let text = answer ?? Self.emptyText(message, finishReason) else { return nil }
        let usage = body["usage"]
        return ChatReply(
            text: text, finishReason: finishReason, isRefusal: refusal != nil || finishReason == "content_filter",
            model: body["model"]?.string ?? fallbackModel, promptTokens: usage?.count("prompt_tokens"),
            cachedPromptTokens: usage?["prompt_tokens_details"]?.count("cached_tokens"),
            completionTokens: usage?.count("completion_tokens"), logprobs: Self.logprobs(choice["logprobs"]))
    }

    /// The arguments of the function call that was asked for; a few servers give them as JSON in place of a text of it.
    private static func arguments(_ message: JSONObject) -> String? {
        message["tool_calls"]?.array?.first?["function"]?["arguments"]?.argumentText
    }

    /// A text, or the texts of a list of parts.
    private static func text(_ content: JSONValue?) -> String? {
        if let text = content?.string { return text }
        let parts = content?.array?.filter { ["text", "output_text", nil].contains($0["type"]?.string) }
        guard let texts = parts?.compactMap({ $0["text"]?.string }), !texts.isEmpty else { return nil }
        return texts.joined()
    }

    /// A reply cut off or filtered before its first word has `null` for content, or none; that is a reply, an empty one.
    private static func emptyText(_ message: JSONObject, _ finishReason: String?) -> String? {
        let isEmpty = message["content"].map { $0.isNull || $0.array != nil } ?? (finishReason != nil)
        return isEmpty ? "" : nil
    }

    private static func logprobs(_ logprobs: JSONValue?) -> [TokenLogprobs]? {
        logprobs?["content"]?.array?.compactMap { token in
            candidate(token).map { chosen in
                TokenLogprobs(chosen: chosen, top: (token["top_logprobs"]?.array ?? []).compactMap(candidate))
            }
        }
    }

    private static func candidate(_ value: JSONValue) -> TokenLogprobs.Candidate? {
        guard let token = value["token"]?.string, let logprob = value["logprob"]?.double else { return nil }
        return TokenLogprobs.Candidate(token: token, logprob: logprob)
    }
}
