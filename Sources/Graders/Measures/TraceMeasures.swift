import Evaluation
import JSON
import Timing

/// What a trace says of its own running: time, money, tokens, and why its model stopped.
///
/// Field names are those of Langfuse's API, v3 and v4 (<https://api.reference.langfuse.com>). What a trace does not say
/// is nil, never 0: Langfuse writes -1 for a number that was not asked for, and 0 as the cost of a model without price.
struct TraceMeasures {
    let trace: Trace
    /// The steps of the trace; empty when it came without.
    let observations: [TraceObservation]

    init(_ trace: Trace) {
        self.trace = trace
        observations = trace.observations ?? []
    }

    /// Seconds from the start to the end: what the trace says, else from its first step's start to its last one's end.
    /// A bare 0 says nothing: it is what an unfinished trace, or one without steps, has.
    var latency: Double? {
        if let latency = Self.measured(trace.json["latency"]), latency > 0 { return latency }
        if observations.count == 1, let latency = Self.measured(observations[0]["latency"]), latency > 0 {
            return latency
        }
        return trace.observedSeconds
    }

    /// Seconds that the step at the percentile `rank`, from 0 to 100, took; nil when no step says how long it took.
    ///
    /// The nearest rank, as in NIST/SEMATECH's handbook of statistical methods without interpolation: of n durations in
    /// order the one at ⌈rank / 100 × n⌉, the first at 0.
    func latency(atPercentile rank: Double) -> Double? {
        let durations = observations.compactMap(Self.duration).sorted()
        guard !durations.isEmpty else { return nil }
        let place = Int((rank / 100 * Double(durations.count)).rounded(.up))
        return durations[min(max(place, 1), durations.count) - 1]
    }

    /// Seconds from start to end, else what the step says; an event has no duration.
    private static func duration(of observation: TraceObservation) -> Double? {
        if let start = observation.startTime, let end = observation.endTime {
            return max(0, end.secondsSinceEpoch - start.secondsSinceEpoch)
        }
        return measured(observation["latency"])
    }

    /// US dollars: what the trace says, else the sum over its steps; nil when a step that asked a model has none.
    var cost: Double? {
        let costs = observations.map(Self.cost)
        let isUnknown = zip(observations, costs).contains { $0.isGeneration && $1 == nil }
        if let total = Self.measured(trace.json["totalCost"]) {
            // A sum to which no step contributed is not known to be 0.
            if total == 0, isUnknown || costs.allSatisfy({ $0 == nil }) { return nil }
            return total
        }
        guard !isUnknown, costs.contains(where: { $0 != nil }) else { return nil }
        return costs.reduce(0) { $0 + ($1 ?? 0) }
    }

    /// The tokens of `part` over all steps; nil when a step that asked a model does not say.
    func tokens(_ part: TokenPart) -> Double? {
        let own = part.count(in: TraceObservation(trace.json.object ?? [:]))
        if observations.isEmpty { return own }
        let counts = observations.map(part.count)
        let isUnknown = zip(observations, counts).contains { $0.isGeneration && $1 == nil }
        guard !isUnknown, counts.contains(where: { $0 != nil }) else { return own }
        return counts.reduce(0) { $0 + ($1 ?? 0) }
    }

    /// Why the model stopped, in lower case, for each of its choices: what the output says, else what the last step
    /// says that asked a model. Empty when nothing says.
    var finishReasons: [String] {
        let own = Self.firstReasons(in: [trace.output?.readStructure, trace.metadata])
        if !own.isEmpty { return own }
        return observations.reversed().lazy.filter(\.isGeneration).map { observation in
            Self.firstReasons(in: [observation.output, observation["metadata"], observation["modelParameters"]])
        }.first { !$0.isEmpty } ?? []
    }

    private static func firstReasons(in values: [JSONValue?]) -> [String] {
        values.lazy.compactMap { $0 }.map { finishReasons(in: $0) }.first { !$0.isEmpty } ?? []
    }

    /// OpenAI's `choices[].finish_reason` (Mistral's too) and `incomplete_details.reason`, Anthropic's `stop_reason`,
    /// Gemini's `candidates[].finishReason`, and OpenTelemetry's `gen_ai.response.finish_reasons`.
    private static func finishReasons(in value: JSONValue) -> [String] {
        let choices = value["choices"]?.array ?? value["candidates"]?.array ?? [value]
        let reasons = choices.compactMap { choice in
            ["finish_reason", "finishReason", "stop_reason", "stopReason"].lazy
                .compactMap { choice[$0]?.string }.first { !$0.isEmpty }
        }
        if !reasons.isEmpty { return reasons.map { $0.lowercased() } }
        if let reason = value["incomplete_details"]?["reason"]?.string { return [reason.lowercased()] }
        let listed = value["gen_ai.response.finish_reasons"]?.readStructure
        return (listed?.array?.compactMap(\.string) ?? [listed?.string].compactMap(\.self)).map { $0.lowercased() }
    }

    private static func cost(of observation: TraceObservation) -> Double? {
        let details = observation["costDetails"]
        let parts = details?.object?.members.filter { $0.key != "total" }.compactMap { measured($0.value) } ?? []
        let candidates = [
            measured(details?["total"]), parts.isEmpty ? nil : parts.reduce(0, +),
            measured(observation["totalCost"]), measured(observation["calculatedTotalCost"]),
        ]
        let known = candidates.compactMap(\.self)
        // With details 0 is a price; a bare 0 is how a model without price is written.
        return known.first { $0 > 0 } ?? (parts.isEmpty && details?["total"] == nil ? nil : known.first)
    }

    /// A number that was measured: not -1, not text.
    static func measured(_ value: JSONValue?) -> Double? {
        guard let number = value?.double, number >= 0, number.isFinite else { return nil }
        return number
    }
}

/// Which tokens are counted.
enum TokenPart: String, CaseIterable, Sendable {
    case prompt, completion, total

    /// The tokens an observation says it took; nil when it does not.
    func count(in observation: TraceObservation) -> Double? {
        if let count = observation["usageDetails"]?.object.flatMap({ self.count(in: $0) }) { return count }
        for key in usageKeys {
            if let count = TraceMeasures.measured(observation["usage"]?[key]) { return count }
        }
        if let count = TraceMeasures.measured(observation[flatKey]), count > 0 { return count }
        guard self == .total, let prompt = TokenPart.prompt.count(in: observation),
            let completion = TokenPart.completion.count(in: observation)
        else { return nil }
        return prompt + completion
    }

    /// Langfuse's details hold a part in several keys that do not overlap, e.g. `input` and `input_cached_tokens`, whose
    /// sum is the input; without a total all of them are (<https://langfuse.com/docs/observability/features/token-and-cost-tracking>).
    private func count(in details: JSONObject) -> Double? {
        let parts: [Double] =
            switch self {
            case .prompt: Self.counts(in: details, named: "input")
            case .completion: Self.counts(in: details, named: "output")
            case .total: []
            }
        if !parts.isEmpty { return parts.reduce(0, +) }
        if let count = detailKeys.lazy.compactMap({ TraceMeasures.measured(details[$0]) }).first { return count }
        guard self == .total, TokenPart.prompt.count(in: details) != nil, TokenPart.completion.count(in: details) != nil
        else { return nil }
        return Self.counts(in: details, named: "").reduce(0, +)
    }

    private static func counts(in details: JSONObject, named part: String) -> [Double] {
        details.members.filter { part.isEmpty || $0.key.contains(part) }.compactMap { TraceMeasures.measured($0.value) }
    }

    private var detailKeys: [String] {
        switch self {
        case .prompt: ["prompt_tokens"]
        case .completion: ["completion_tokens"]
        case .total: ["total", "total_tokens"]
        }
    }

    private var usageKeys: [String] {
        switch self {
        case .prompt: ["input", "prompt_tokens", "input_tokens", "promptTokens"]
        case .completion: ["output", "completion_tokens", "output_tokens", "completionTokens"]
        case .total: ["total", "total_tokens", "totalTokens"]
        }
    }

    /// The member of Langfuse's v1 observations, which is 0 when nothing is known.
    private var flatKey: String {
        switch self {
        case .prompt: "promptTokens"
        case .completion: "completionTokens"
        case .total: "totalTokens"
        }
    }
}
