/// Why a model stopped, in OpenAI's words whatever the provider's are.
enum FinishReason {
    /// Returns `stop`, `length` or `content_filter` for every word known to mean that, and any other in lower case.
    static func normalized(_ word: String) -> String {
        let word = word.lowercased()
        return words[word] ?? word
    }

    /// The words of OpenAI, Anthropic, Gemini and Bedrock, and a few of servers like OpenAI's. Where: the manuals that the
    /// wire formats name.
    private static let words: [String: String] = [
        "end_turn": "stop", "stop_sequence": "stop", "tool_use": "stop", "tool_calls": "stop", "function_call": "stop",
        "eos": "stop", "eos_token": "stop",
        "max_tokens": "length", "model_length": "length", "model_context_window_exceeded": "length",
        "refusal": "content_filter", "content_filtered": "content_filter", "guardrail_intervened": "content_filter",
        "safety": "content_filter", "recitation": "content_filter", "blocklist": "content_filter",
        "prohibited_content": "content_filter", "spii": "content_filter",
    ]
}
