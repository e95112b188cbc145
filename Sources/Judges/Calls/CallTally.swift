import ChatModels
import JSON

/// What the calls for one grade took; becomes its metadata.
struct CallTally: Sendable {
    private var calls = 0
    /// Those of them for which a reply was given again.
    private var cached = 0
    private var attempts = 0
    private var models: [String] = []
    private var promptHashes: [String] = []
    // A sum of which one part is unknown is unknown.
    private var promptTokens: Int? = 0
    private var cachedPromptTokens: Int? = 0
    private var completionTokens: Int? = 0
    private var cost: Double? = 0

    /// Counts a reply to `prompt`.
    mutating func count(_ reply: ChatReply, _ prompt: JudgePrompt) {
        calls += 1
        if reply.isCached { cached += 1 }
        attempts += reply.attempts
        if !models.contains(reply.model) { models.append(reply.model) }
        if !promptHashes.contains(prompt.hash) { promptHashes.append(prompt.hash) }
        promptTokens = Self.sum(promptTokens, reply.promptTokens)
        cachedPromptTokens = Self.sum(cachedPromptTokens, reply.cachedPromptTokens)
        completionTokens = Self.sum(completionTokens, reply.completionTokens)
        cost = Self.sum(cost, reply.cost)
    }

    /// Counts what another tally counted.
    mutating func add(_ other: CallTally) {
        calls += other.calls
        cached += other.cached
        attempts += other.attempts
        models += other.models.filter { !models.contains($0) }
        promptHashes += other.promptHashes.filter { !promptHashes.contains($0) }
        promptTokens = Self.sum(promptTokens, other.promptTokens)
        cachedPromptTokens = Self.sum(cachedPromptTokens, other.cachedPromptTokens)
        completionTokens = Self.sum(completionTokens, other.completionTokens)
        cost = Self.sum(cost, other.cost)
    }

    /// The facts beside a grade by `version`, a grader with its version.
    func metadata(_ version: String) -> JSONObject {
        var metadata: JSONObject = [
            "graderVersion": .string(version), "model": .string(models.joined(separator: ", ")),
            "promptHash": .string(promptHashes.joined(separator: ", ")),
        ]
        metadata["promptTokens"] = promptTokens.map { .integer(Int64($0)) }
        metadata["cachedPromptTokens"] = cachedPromptTokens.map { .integer(Int64($0)) }
        metadata["completionTokens"] = completionTokens.map { .integer(Int64($0)) }
        metadata["cost"] = cost.map { .number($0) }
        metadata["attempts"] = .integer(Int64(attempts))
        if calls > 1 { metadata["calls"] = .integer(Int64(calls)) }
        if cached > 0 {
            metadata["cached"] = .bool(cached == calls)
            if cached < calls { metadata["cachedCalls"] = .integer(Int64(cached)) }
        }
        return metadata
    }

    private static func sum<Number: AdditiveArithmetic>(_ left: Number?, _ right: Number?) -> Number? {
        guard let left, let right else { return nil }
        return left + right
    }
}
