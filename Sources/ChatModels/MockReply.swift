import JSON

/// A made-up reply that follows a schema: what the mock model answers.
///
/// Every property is filled in: numbers within `minimum` and `maximum` (or the two numbers of the description, else 0
/// to 1), booleans, one of an `enum`, and a text that says who answered. A list has one element for each id that is
/// wanted, else as many as `minItems` and `maxItems` allow, from 1 to 3 where they leave it open; of labels as few as may
/// be, each another one.
struct MockReply {
    private let schema: ChatRequest.ResponseSchema
    private let seed: UInt64

    /// Creates the reply to `schema` that `seed` decides.
    init(to schema: ChatRequest.ResponseSchema, seed: UInt64) {
        self.schema = schema
        self.seed = seed
    }

    /// The reply.
    var value: JSONValue { value(for: schema.schema, seed) }

    private func value(for schema: JSONValue, _ seed: UInt64) -> JSONValue {
        if let choices = schema["enum"]?.array, !choices.isEmpty { return choices[Int(seed % UInt64(choices.count))] }
        switch schema["type"]?.string {
        case "object":
            let members = schema["properties"]?.object?.members ?? []
            return .object(JSONObject(members.map { ($0.key, value(for: $0.value, seed)) }))
        case "number": return .number(Self.number(in: Self.range(of: schema), seed))
        case "integer": return .integer(Int64(Self.number(in: Self.range(of: schema), seed).rounded()))
        case "boolean": return .bool(seed & 1 == 0)
        case "array": return .array(elements(of: schema, seed))
        default: return "The built-in mock model answered; the score says nothing about the text."
        }
    }

    private func elements(of list: JSONValue, _ seed: UInt64) -> [JSONValue] {
        let element = list["items"] ?? ["type": "string"]
        if !schema.itemIDs.isEmpty, element["properties"]?["id"] != nil {
            return schema.itemIDs.enumerated().map { index, id in
                var object = value(for: element, Self.seed(seed, index)).object ?? [:]
                object["id"] = .integer(Int64(id))
                return .object(object)
            }
        }
        if !schema.itemIDs.isEmpty, element["type"] == "integer" {
            let start = Int(seed % UInt64(schema.itemIDs.count))
            return (schema.itemIDs[start...] + schema.itemIDs[..<start]).map { .integer(Int64($0)) }
        }
        let least = max(0, Int(list["minItems"]?.integer ?? 1))
        if let choices = element["enum"]?.array, !choices.isEmpty {
            // As few as may be, since nothing says how many labels fit; one after the other, so that none comes twice.
            let start = Int(seed % UInt64(choices.count))
            return (0..<min(least, choices.count)).map { choices[(start + $0) % choices.count] }
        }
        let most = max(least, Int(list["maxItems"]?.integer ?? Int64(max(3, least))))
        let count = least + Int(seed % UInt64(min(3, most - least + 1)))
        return (0..<count).map { value(for: element, Self.seed(seed, $0)) }
    }

    /// Another seed for each element, so that not all of a list say the same (the finalizer of SplitMix64,
    /// <https://doi.org/10.1145/2714064.2660195>).
    private static func seed(_ seed: UInt64, _ index: Int) -> UInt64 {
        var mixed = seed &+ UInt64(index + 1) &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    private static func number(in range: ClosedRange<Double>, _ seed: UInt64) -> Double {
        let share = Double(seed % 101) / 100
        let value = range.lowerBound + share * (range.upperBound - range.lowerBound)
        // Rounding may step over a bound with more digits.
        return min(max((value * 100).rounded() / 100, range.lowerBound), range.upperBound)
    }

    private static func range(of schema: JSONValue) -> ClosedRange<Double> {
        let described =
            schema["description"]?.string?.split(separator: " ")
            .compactMap { Double($0.filter { $0 != "," }) } ?? []
        let lower = schema["minimum"]?.double ?? described.first ?? 0
        let upper = schema["maximum"]?.double ?? described.dropFirst().first ?? max(1, lower)
        return lower <= upper ? lower...upper : lower...lower
    }
}
