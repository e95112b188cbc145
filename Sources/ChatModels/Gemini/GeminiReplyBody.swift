import JSON

/// Reads what Gemini generated (<https://ai.google.dev/api/generate-content#response-body>).
///
/// Parts marked as `thought` are not the answer and are left aside.
struct GeminiReplyBody {
    let body: JSONValue

    /// Returns the reply, or nil when the body has no candidate.
    func reply(fallbackModel: String) -> ChatReply? {
        guard let candidate = body["candidates"]?.array?.first?.object else { return nil }
        let parts = candidate["content"]?["parts"]?.array ?? []
        let finishReason = candidate["finishReason"]?.string.map(FinishReason.normalized)
        // A candidate that was stopped before its first word has no parts, but it says why.
        guard !parts.isEmpty || finishReason != nil else { return nil }
        let usage = body["usageMetadata"]
        return ChatReply(
            text: Self.text(parts), finishReason: finishReason, isRefusal: finishReason == "content_filter",
            model: body["modelVersion"]?.string ?? fallbackModel, promptTokens: usage?.count("promptTokenCount"),
            cachedPromptTokens: usage?.count("cachedContentTokenCount"),
            completionTokens: usage.flatMap(Self.completionTokens),
            logprobs: Self.logprobs(candidate["logprobsResult"]))
    }

    private static func text(_ parts: [JSONValue]) -> String {
        let answer = parts.filter { $0["thought"]?.bool != true }
        let arguments = answer.compactMap { $0["functionCall"]?["args"] }.first
        return arguments?.argumentText ?? answer.compactMap { $0["text"]?.string }.joined()
    }

    /// Thoughts are billed as output and counted apart (<https://ai.google.dev/gemini-api/docs/thinking>).
    private static func completionTokens(_ usage: JSONValue) -> Int? {
        let candidates = usage.count("candidatesTokenCount")
        let thoughts = usage.count("thoughtsTokenCount")
        return candidates == nil && thoughts == nil ? nil : (candidates ?? 0) + (thoughts ?? 0)
    }

    private static func logprobs(_ result: JSONValue?) -> [TokenLogprobs]? {
        guard let chosen = result?["chosenCandidates"]?.array else { return nil }
        let tops = result?["topCandidates"]?.array ?? []
        return chosen.enumerated().compactMap { index, token in
            candidate(token).map { chosen in
                let top = index < tops.count ? tops[index]["candidates"]?.array ?? [] : []
                return TokenLogprobs(chosen: chosen, top: top.compactMap(candidate))
            }
        }
    }

    private static func candidate(_ value: JSONValue) -> TokenLogprobs.Candidate? {
        guard let token = value["token"]?.string, let logprob = value["logProbability"]?.double else { return nil }
        return TokenLogprobs.Candidate(token: token, logprob: logprob)
    }
}
