package import ChatModels
import JSON

extension ModelSection {
    /// How much may be asked of the model.
    package var limits: PacingLimits {
        PacingLimits(
            maximumConcurrency: maximumConcurrency, requestsPerMinute: requestsPerMinute,
            tokensPerMinute: tokensPerMinute)
    }

    /// Reads how fast the model may be asked, and who stands in for it.
    mutating func readPacing(_ reader: inout JSONReader) throws(JSONReadError) {
        maximumConcurrency = try reader.count("max_concurrency", default: maximumConcurrency, in: 1...10_000)
        requestsPerMinute = try reader.integer("requests_per_minute", in: 1...10_000_000).map { Int($0) }
        tokensPerMinute = try reader.integer("tokens_per_minute", in: 1...100_000_000_000).map { Int($0) }
        fallbacks = try reader.strings("fallbacks") ?? []
    }

    /// The keys of pacing as they are taken.
    var effectivePacing: JSONObject {
        var object: JSONObject = ["max_concurrency": .integer(Int64(maximumConcurrency))]
        object["requests_per_minute"] = requestsPerMinute.map { .integer(Int64($0)) }
        object["tokens_per_minute"] = tokensPerMinute.map { .integer(Int64($0)) }
        if !fallbacks.isEmpty { object["fallbacks"] = .array(fallbacks.map { .string($0) }) }
        return object
    }
}
