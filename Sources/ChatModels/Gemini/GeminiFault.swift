import JSON
import Timing

/// Reads the errors of Gemini (<https://ai.google.dev/gemini-api/docs/troubleshooting>), which are Google's usual ones with
/// details (<https://google.aip.dev/193>), and a prompt that was blocked.
struct GeminiFault {
    private let status: Int
    private let name: String
    private let sentence: FaultSentence
    private let details: [JSONValue]
    private let isBlocked: Bool

    /// Reads the body of an answer with status `status`. Anything may be in it, or nothing.
    init(status: Int, body: JSONValue?) {
        let error = body?["error"]
        details = error?["details"]?.array ?? []
        sentence = FaultSentence((error?["message"] ?? error)?.plainText)
        let blockReason = body?["promptFeedback"]?["blockReason"]?.string
        isBlocked = error == nil && blockReason != nil
        // "INVALID_ARGUMENT" says less than the reason in the details.
        name = blockReason ?? details.lazy.compactMap { $0["reason"]?.string }.first ?? error?["status"]?.string ?? ""
        let named = error?.count("code").flatMap { (400...599).contains($0) ? $0 : nil }
        self.status = status == 200 && !isBlocked ? named ?? 502 : status
    }

    /// What it amounts to.
    var fault: ProviderFault {
        ProviderFault(status: status, name: name, code: knownCode, refusedPart: refusedPart, retryAfter: retryDelay)
    }

    private var knownCode: ChatModelError.Code? {
        if isBlocked { return .refused }
        // A key that is wrong is told as a fault of the request.
        if name.hasPrefix("API_KEY") || sentence.mentions("api key") && status == 400 { return .unauthorized }
        if status == 429, isDailyQuota || sentence.mentions("credits are depleted") { return .quotaExhausted }
        return status == 400 && sentence.isContextLength ? .contextTooLong : nil
    }

    /// The limits per minute pass; those per day do not while anybody waits.
    private var isDailyQuota: Bool {
        details.contains { detail in
            (detail["violations"]?.array ?? []).contains { $0["quotaId"]?.string?.contains("PerDay") ?? false }
        }
    }

    /// The wait of a `RetryInfo`, e.g. `37s`
    /// (<https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto>).
    private var retryDelay: Duration? {
        let text = details.lazy.compactMap { $0["retryDelay"]?.string }.first
        return text.flatMap { try? DurationText.parse($0) }
    }

    private var refusedPart: RequestDialect.Part? {
        guard status == 400, sentence.isRefusal else { return nil }
        if sentence.mentions("logprobs") { return .logprobs }
        let isForm = sentence.mentions(
            "json mode", "mime type", "mime_type", "mimetype", "json_schema", "jsonschema", "schema", "function call",
            "tool")
        if isForm { return .replyFormat }
        if sentence.mentions("seed") { return .seed }
        return sentence.mentions("temperature") ? .temperature : nil
    }
}
