import JSON

/// Reads the answer of `Converse`
/// (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>).
///
/// Blocks of `reasoningContent` are not the answer and are left aside.
struct BedrockReplyBody {
    let body: JSONValue

    /// Returns the reply of `model`, which the body does not name; nil when the body has no message.
    func reply(model: String) -> ChatReply? {
        guard let blocks = body["output"]?["message"]?["content"]?.array else { return nil }
        let input = blocks.lazy.compactMap { $0["toolUse"]?["input"] }.first
        let finishReason = body["stopReason"]?.string.map(FinishReason.normalized)
        return ChatReply(
            text: input?.argumentText ?? blocks.compactMap { $0["text"]?.string }.joined(), finishReason: finishReason,
            isRefusal: finishReason == "content_filter", model: model, promptTokens: promptTokens,
            cachedPromptTokens: body["usage"]?.count("cacheReadInputTokens"),
            completionTokens: body["usage"]?.count("outputTokens"))
    }

    /// All tokens of the prompt: `inputTokens` are only those that the cache neither gave nor took
    /// (<https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html>).
    private var promptTokens: Int? {
        guard let usage = body["usage"], let fresh = usage.count("inputTokens") else { return nil }
        return fresh + (usage.count("cacheReadInputTokens") ?? 0) + (usage.count("cacheWriteInputTokens") ?? 0)
    }
}
