import JSON

/// Reads the body of a chat completion.
enum OpenAIReplyBody {
    /// Returns the reply, or nil when the bytes are no chat completion.
    static func reply(_ bytes: [UInt8], fallbackModel: String) -> ChatReply? {
        guard let body = try? JSONValue(parsing: bytes), let choice = body["choices"]?.array?.first,
            let message = choice["message"]?.object
        else { return nil }
        let refusal = message["refusal"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        guard let text = message["content"]?.string ?? refusal ?? emptyText(message) else { return nil }
        let finishReason = choice["finish_reason"]?.string
        return ChatReply(
            text: refusal ?? text, finishReason: finishReason,
            isRefusal: refusal != nil || finishReason == "content_filter",
            model: body["model"]?.string ?? fallbackModel,
            promptTokens: body["usage"]?["prompt_tokens"]?.integer.map { Int($0) },
            completionTokens: body["usage"]?["completion_tokens"]?.integer.map { Int($0) })
    }

    /// A reply cut off before its first word has `null` for content; that is a reply, an empty one.
    private static func emptyText(_ message: JSONObject) -> String? { message["content"] == .null ? "" : nil }
}
