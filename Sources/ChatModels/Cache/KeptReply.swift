import JSON
package import Timing

/// A reply that may be given again, with when it was kept.
package struct KeptReply: Sendable, Equatable {
    /// The reply as the provider gave it.
    package var reply: ChatReply
    /// When it was kept.
    package var keptAt: Timestamp

    /// Creates a kept reply.
    package init(reply: ChatReply, keptAt: Timestamp) {
        self.reply = reply
        self.keptAt = keptAt
    }

    /// Whether `reply` is worth keeping: a whole one that was not refused. What was cut off, filtered or left open might
    /// come out better next time.
    static func isWorthKeeping(_ reply: ChatReply) -> Bool {
        reply.finishReason == "stop" && !reply.isRefusal && !reply.text.isEmpty
    }

    /// About how much memory it takes, in bytes.
    package var size: Int {
        let tokens = reply.logprobs?.reduce(0) { $0 + 64 + $1.top.count * 40 } ?? 0
        return 512 + reply.text.utf8.count + tokens
    }
}
