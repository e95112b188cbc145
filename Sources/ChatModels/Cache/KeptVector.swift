import Cryptography
import JSON

/// The vector of one text, with its part of what the request for it took.
package struct KeptVector: Sendable, Equatable {
    /// The vector as the provider gave it.
    package var numbers: [Float]
    /// The model that gave it, as the provider names it.
    package var model: String
    /// The text's tokens; nil when not told.
    package var promptTokens: Int?
    /// What the text cost in US dollars; nil without prices.
    package var cost: Double?
    /// The share of the traces about which the model could be asked at that time.
    package var sampleRate: Double
    /// Whose grade asked for it: `EmbeddingRequest.asker`.
    package var asker: String?

    /// Creates a vector to keep.
    package init(
        numbers: [Float], model: String, promptTokens: Int? = nil, cost: Double? = nil, sampleRate: Double = 1,
        asker: String? = nil
    ) {
        self.numbers = numbers
        self.model = model
        self.promptTokens = promptTokens
        self.cost = cost
        self.sampleRate = sampleRate
        self.asker = asker
    }

    /// The vector as JSON text, for a file; its numbers as the bytes of IEEE 754, the low one first, in base 64.
    var storedText: String {
        let bytes = numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init) }
        var object: JSONObject = ["vector": .string(Base64.encode(bytes)), "model": .string(model)]
        object["prompt"] = promptTokens.map { .integer(Int64($0)) }
        object["cost"] = cost.map { .number($0) }
        if sampleRate < 1 { object["rate"] = .number(sampleRate) }
        object["asker"] = asker.map { .string($0) }
        return JSONValue.object(object).text
    }

    /// Reads what `storedText` wrote, parsed; nil for anything else, and for what no provider gives: a vector without
    /// numbers, one of zeros, or one with something in it that is not finite.
    init?(stored value: JSONValue) {
        guard let text = value["vector"]?.string, let model = value["model"]?.string,
            let bytes = Base64.decode(text), bytes.count.isMultiple(of: 4)
        else { return nil }
        let numbers = stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
        guard numbers.allSatisfy(\.isFinite), numbers.contains(where: { $0 != 0 }) else { return nil }
        self.init(
            numbers: numbers, model: model, promptTokens: value.count("prompt"), cost: value["cost"]?.double,
            sampleRate: value["rate"]?.double ?? 1, asker: value["asker"]?.string)
    }
}
