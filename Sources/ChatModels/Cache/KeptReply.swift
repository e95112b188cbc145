import JSON
package import Timing

/// What a model gave and may be given again, with when it was kept.
package struct KeptReply: Sendable, Equatable {
    /// What is kept.
    package enum Content: Sendable, Equatable {
        /// A reply as the provider gave it.
        case reply(ChatReply)
        /// The vector of one text.
        case vector(KeptVector)
    }

    /// What is kept.
    package var content: Content
    /// When it was kept.
    package var keptAt: Timestamp

    /// Keeps a reply.
    package init(reply: ChatReply, keptAt: Timestamp) {
        content = .reply(reply)
        self.keptAt = keptAt
    }

    /// Keeps a vector.
    package init(vector: KeptVector, keptAt: Timestamp) {
        content = .vector(vector)
        self.keptAt = keptAt
    }

    /// Reads what `storedText` wrote; nil for anything else.
    package init?(storedText: String, keptAt: Timestamp) {
        guard let value = try? JSONValue(parsing: storedText) else { return nil }
        if let vector = KeptVector(stored: value) {
            self.init(vector: vector, keptAt: keptAt)
        } else if let reply = ChatReply(stored: value) {
            self.init(reply: reply, keptAt: keptAt)
        } else {
            return nil
        }
    }

    /// The content as JSON text, for a file.
    package var storedText: String {
        switch content {
        case .reply(let reply): reply.storedText
        case .vector(let vector): vector.storedText
        }
    }

    /// The reply, when it is one.
    var reply: ChatReply? { if case .reply(let reply) = content { reply } else { nil } }

    /// The vector, when it is one.
    var vector: KeptVector? { if case .vector(let vector) = content { vector } else { nil } }

    /// Whether `reply` is worth keeping: a whole one that was not refused. What was cut off, filtered or left open might
    /// come out better next time.
    static func isWorthKeeping(_ reply: ChatReply) -> Bool {
        reply.finishReason == "stop" && !reply.isRefusal && !reply.text.isEmpty
    }

    /// About how much memory it takes, in bytes.
    package var size: Int {
        switch content {
        case .reply(let reply):
            let tokens = reply.logprobs?.reduce(0) { $0 + 64 + $1.top.count * 40 } ?? 0
            return 512 + reply.text.utf8.count + tokens
        case .vector(let vector): return 512 + vector.numbers.count * 4
        }
    }
}
