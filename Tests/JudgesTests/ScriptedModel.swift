import ChatModels
import Synchronization

/// A model that answers what it is told to, and remembers what it was asked.
final class ScriptedModel: ChatModel {
    let name = "judge"
    private let answer: Result<ChatReply, ChatModelError>
    private let asked = Mutex<[ChatRequest]>([])

    init(_ answer: Result<ChatReply, ChatModelError>) { self.answer = answer }

    convenience init(_ text: String, finishReason: String? = "stop") {
        self.init(.success(ChatReply(text: text, finishReason: finishReason, model: "scripted-1")))
    }

    /// The requests so far.
    var requests: [ChatRequest] { asked.withLock { $0 } }

    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        asked.withLock { $0.append(request) }
        return try answer.get()
    }
}
