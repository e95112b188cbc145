import JSON

/// A model without a model: for trying Gradehook out and for tests. Needs no network and always gives the same answer
/// to the same messages. The answer says nothing about their quality.
///
/// When a schema is asked for, `MockReply` fills it in. Runs of 32 hexadecimal digits are left out of what decides the
/// answer, because judges put a fresh one around the text of every call. Each of several answers to the same question is
/// drawn anew.
package struct MockChatModel: ChatModel {
    /// The name the configuration gave it.
    package let name: String
    package let identity = "mock"

    /// Creates a mock called `name`.
    package init(name: String) { self.name = name }

    package func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        let text: String
        if let schema = request.responseSchema {
            text = MockReply(to: schema, seed: Self.fingerprint(of: request)).value.text
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
    private static func fingerprint(of request: ChatRequest) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for message in request.messages {
            // Anything that is neither letter nor digit ends a word: a token may stand before a full stop.
            for word in message.content.utf8.split(whereSeparator: { $0 < 0x80 && !isAlphanumeric($0) }) {
                if word.count == 32, word.allSatisfy(isHexDigit) { continue }
                for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            }
        }
        guard request.sample != 0 else { return hash }
        return (hash ^ UInt64(truncatingIfNeeded: request.sample)) &* 0x100_0000_01b3
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
