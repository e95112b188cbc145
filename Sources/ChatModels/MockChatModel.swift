import JSON

/// A model without a model: for trying Gradehook out and for tests. Needs no network and always gives the same answer
/// to the same messages. The answer says nothing about their quality.
///
/// When a schema is asked for, every property is filled in: numbers within `minimum` and `maximum` (or the two numbers of
/// the description, else 0 to 1), booleans, one of an `enum`, and a text that says who answered. Runs of 32 hexadecimal
/// digits are left out of what decides the answer, because judges put a fresh one around the text of every call.
package struct MockChatModel: ChatModel {
    /// The name the configuration gave it.
    package let name: String

    /// Creates a mock called `name`.
    package init(name: String) { self.name = name }

    package func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        let seed = Self.fingerprint(of: request.messages)
        let text: String
        if let schema = request.responseSchema?.schema {
            text = Self.value(for: schema, seed: seed).text
        } else {
            text = "The built-in mock model answered; it does not read what it is asked."
        }
        return ChatReply(
            text: text, finishReason: "stop", model: "mock",
            promptTokens: request.messages.reduce(0) { $0 + $1.content.utf8.count / 4 },
            completionTokens: text.utf8.count / 4, cost: 0)
    }

    /// FNV-1a over the messages without fence tokens
    /// (<https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>).
    private static func fingerprint(of messages: [ChatMessage]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for message in messages {
            // Anything that is neither letter nor digit ends a word: a token may stand before a full stop.
            for word in message.content.utf8.split(whereSeparator: { $0 < 0x80 && !isAlphanumeric($0) }) {
                if word.count == 32, word.allSatisfy(isHexDigit) { continue }
                for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            }
        }
        return hash
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func value(for schema: JSONValue, seed: UInt64) -> JSONValue {
        if let choices = schema["enum"]?.array, !choices.isEmpty { return choices[Int(seed % UInt64(choices.count))] }
        switch schema["type"]?.string {
        case "object":
            let members = schema["properties"]?.object?.members ?? []
            return .object(JSONObject(members.map { ($0.key, value(for: $0.value, seed: seed)) }))
        case "number": return .number(number(in: range(of: schema), seed: seed))
        case "integer": return .integer(Int64(number(in: range(of: schema), seed: seed).rounded()))
        case "boolean": return .bool(seed & 1 == 0)
        case "array": return .array([])
        default: return "The built-in mock model answered; the score says nothing about the text."
        }
    }

    private static func number(in range: ClosedRange<Double>, seed: UInt64) -> Double {
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
