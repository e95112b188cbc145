import JSON

extension ChatReply {
    /// The reply as JSON text, for a file. How it came about (attempts, cache) is not part of it.
    var storedText: String {
        var object: JSONObject = ["text": .string(text), "model": .string(model)]
        object["finish"] = finishReason.map { .string($0) }
        object["prompt"] = promptTokens.map { .integer(Int64($0)) }
        object["cachedPrompt"] = cachedPromptTokens.map { .integer(Int64($0)) }
        object["completion"] = completionTokens.map { .integer(Int64($0)) }
        object["cost"] = cost.map { .number($0) }
        object["format"] = format.map { .string($0.rawValue) }
        if sampleRate < 1 { object["rate"] = .number(sampleRate) }
        object["asker"] = asker.map { .string($0) }
        object["logprobs"] = logprobs.map { .array($0.map(\.stored)) }
        return JSONValue.object(object).text
    }

    /// Reads what `storedText` wrote, parsed; nil for anything else.
    init?(stored value: JSONValue) {
        guard let text = value["text"]?.string,
            let model = value["model"]?.string
        else { return nil }
        self.init(
            text: text, finishReason: value["finish"]?.string, model: model, promptTokens: value.count("prompt"),
            cachedPromptTokens: value.count("cachedPrompt"), completionTokens: value.count("completion"),
            cost: value["cost"]?.double, format: value["format"]?.string.flatMap { ReplyFormat(rawValue: $0) })
        sampleRate = value["rate"]?.double ?? 1
        asker = value["asker"]?.string
        guard let tokens = value["logprobs"]?.array else { return }
        let read = tokens.compactMap { TokenLogprobs($0) }
        // Probabilities of half a reply would weigh another score than it has.
        guard read.count == tokens.count else { return nil }
        logprobs = read
    }
}

extension TokenLogprobs {
    /// The chosen candidate and then the others, each a token and its number.
    fileprivate var stored: JSONValue {
        .array(([chosen] + top).flatMap { [.string($0.token), .number($0.logprob)] })
    }

    fileprivate init?(_ stored: JSONValue) {
        guard let values = stored.array, values.count >= 2, values.count.isMultiple(of: 2) else { return nil }
        let candidates = stride(from: 0, to: values.count, by: 2).compactMap { index -> Candidate? in
            guard let token = values[index].string, let logprob = values[index + 1].double else { return nil }
            return Candidate(token: token, logprob: logprob)
        }
        guard candidates.count * 2 == values.count else { return nil }
        self.init(chosen: candidates[0], top: Array(candidates.dropFirst()))
    }
}
