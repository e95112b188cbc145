import JSON

/// Reads the body of a chat completion.
enum OpenAIReplyBody {
    /// Returns the reply, or nil when `body` is no chat completion.
    static func reply(_ body: JSONValue, fallbackModel: String) -> ChatReply? {
        guard let choice = body["choices"]?.array?.first, let message = choice["message"]?.object else { return nil }
        let refusal = message["refusal"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        guard let text = text(message["content"]) ?? refusal ?? emptyText(message) else { return nil }
        let finishReason = choice["finish_reason"]?.string
        return ChatReply(
            text: refusal ?? text, finishReason: finishReason,
            isRefusal: refusal != nil || finishReason == "content_filter",
            model: body["model"]?.string ?? fallbackModel,
            promptTokens: body["usage"]?["prompt_tokens"]?.integer.map { Int($0) },
            completionTokens: body["usage"]?["completion_tokens"]?.integer.map { Int($0) })
    }

    /// A text, or the texts of a list of parts.
    private static func text(_ content: JSONValue?) -> String? {
        if let text = content?.string { return text }
        guard let parts = content?.array?.compactMap({ $0["text"]?.string }), !parts.isEmpty else { return nil }
        return parts.joined()
    }

    /// A reply cut off before its first word has `null` for content; that is a reply, an empty one.
    private static func emptyText(_ message: JSONObject) -> String? { message["content"] == .null ? "" : nil }
}
