import ChatModels
import Synchronization

/// A model that answers by a closure, and counts how often it was asked.
final class CountingModel: ChatModel {
    let name = "judge"
    let identity = "test/counting"
    private let asked = Mutex(0)
    private let answer: @Sendable (_ index: Int) async throws(ChatModelError) -> ChatReply

    /// A model that answers by `answer`, which is told how many requests came before.
    init(_ answer: @escaping @Sendable (_ index: Int) async throws(ChatModelError) -> ChatReply) {
        self.answer = answer
    }

    /// A model that says which request this was, from 0.
    convenience init() { self.init { index throws(ChatModelError) in .whole("reply \(index)") } }

    /// How many requests have come.
    var count: Int { asked.withLock { $0 } }

    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        let index = asked.withLock { count in
            defer { count += 1 }
            return count
        }
        return try await answer(index)
    }
}

extension ChatReply {
    /// A reply that is worth keeping.
    static func whole(_ text: String, cost: Double? = 0.5) -> ChatReply {
        ChatReply(
            text: text, finishReason: "stop", model: "m-1", promptTokens: 10, completionTokens: 5, cost: cost)
    }
}

extension ChatRequest {
    /// A request that differs from others by `text` only.
    static func asking(_ text: String = "How good is it?") -> ChatRequest {
        ChatRequest(messages: [ChatMessage(role: .user, content: text)])
    }
}

extension CachingModel {
    /// Puts `cache` before `model`, as though OpenAI served it.
    init(_ model: any ChatModel, _ cache: ResponseCache) {
        self.init(model, servedBy: .openAI(model: "m-1"), cache: cache)
    }
}
