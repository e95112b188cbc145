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
    private var language: PromptLanguage?
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
        language = prompt.language
        promptTokens = Self.sum(promptTokens, reply.promptTokens)
        cachedPromptTokens = Self.sum(cachedPromptTokens, reply.cachedPromptTokens)
        completionTokens = Self.sum(completionTokens, reply.completionTokens)
        cost = Self.sum(cost, reply.cost)
    }

    /// Counts what another tally counted.
    mutating func add(_ other: CallTally) {
        addSpending(of: other)
        models += other.models.filter { !models.contains($0) }
        promptHashes += other.promptHashes.filter { !promptHashes.contains($0) }
        language = language ?? other.language
    }

    /// Counts the calls of another tally, their tokens and their cost, but neither whom they asked nor by what prompt.
    mutating func addSpending(of other: CallTally) {
        calls += other.calls
        cached += other.cached
        attempts += other.attempts
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
        metadata["language"] = language.map { .string($0.rawValue) }
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

    /// The facts beside a grade that was made of several others with the facts `all`: `winner`'s, with the counts added
    /// up. A sum of which one part is unknown is unknown, as tokens and cost are unless `isComplete`: when others were asked
    /// too, of which no facts are known.
    static func merged(_ winner: JSONObject, all: [JSONObject], isComplete: Bool) -> JSONObject {
        var merged = winner
        for key in ["promptTokens", "cachedPromptTokens", "completionTokens", "attempts"] {
            let counts = all.compactMap { $0[key]?.integer }
            let isKnown = counts.count == all.count && (isComplete || key == "attempts")
            merged[key] = isKnown ? .integer(counts.reduce(0, +)) : .none
        }
        let costs = all.compactMap { $0["cost"]?.double }
        merged["cost"] = isComplete && costs.count == all.count ? .number(costs.reduce(0, +)) : .none
        let calls = all.reduce(0) { $0 + ($1["calls"]?.integer ?? 1) }
        merged["calls"] = .integer(calls)
        let cached = all.reduce(0) { $0 + cachedCalls($1) }
        let isCached = isComplete && cached == calls
        merged["cached"] = cached > 0 ? .bool(isCached) : .none
        merged["cachedCalls"] = cached > 0 && !isCached ? .integer(cached) : .none
        for key in ["model", "promptHash", "stepsHash"] where winner[key] != nil {
            var names: [String] = []
            for name in all.flatMap({ ($0[key]?.string ?? "").split(separator: ", ").map(String.init) })
            where !names.contains(name) { names.append(name) }
            merged[key] = .string(names.joined(separator: ", "))
        }
        return merged
    }

    /// How many of the calls with these facts had a reply given again.
    private static func cachedCalls(_ metadata: JSONObject) -> Int64 {
        if metadata["cached"] == true { return metadata["calls"]?.integer ?? 1 }
        return metadata["cachedCalls"]?.integer ?? 0
    }

    private static func sum<Number: AdditiveArithmetic>(_ left: Number?, _ right: Number?) -> Number? {
        guard let left, let right else { return nil }
        return left + right
    }
}
