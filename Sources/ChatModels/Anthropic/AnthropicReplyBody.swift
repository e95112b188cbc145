import JSON

/// Reads a message of Anthropic (<https://docs.claude.com/en/api/messages>).
///
/// Blocks of thought (`thinking`, `redacted_thinking`) are not the answer and are left aside.
struct AnthropicReplyBody {
    let body: JSONValue

    /// Returns the reply, or nil when the body is no message.
    func reply(fallbackModel: String) -> ChatReply? {
        guard let blocks = body["content"]?.array, body["stop_reason"] != nil || !blocks.isEmpty else { return nil }
        let input = blocks.first { $0["type"]?.string == "tool_use" }?["input"]
        let texts = blocks.filter { $0["type"]?.string == "text" }.compactMap { $0["text"]?.string }
        let finishReason = body["stop_reason"]?.string.map(FinishReason.normalized)
        return ChatReply(
            text: input?.argumentText ?? texts.joined(), finishReason: finishReason,
            isRefusal: finishReason == "content_filter", model: body["model"]?.string ?? fallbackModel,
            promptTokens: promptTokens, cachedPromptTokens: body["usage"]?.count("cache_read_input_tokens"),
            completionTokens: body["usage"]?.count("output_tokens"))
    }

    /// All tokens of the prompt: `input_tokens` are only those that the cache neither gave nor took
    /// (<https://docs.claude.com/en/docs/build-with-claude/prompt-caching>).
    private var promptTokens: Int? {
        guard let usage = body["usage"], let fresh = usage.count("input_tokens") else { return nil }
        return fresh + (usage.count("cache_read_input_tokens") ?? 0)
            + (usage.count("cache_creation_input_tokens") ?? 0)
    }
}
