/// A model that answers a list of messages. Implementations pace, retry and bound their calls themselves.
package protocol ChatModel: Sendable {
    /// The name the configuration gave this model.
    var name: String { get }

    /// Asks the model and returns its reply.
    ///
    /// - Throws: `ChatModelError` once the model's own retries are used up, or at once for a permanent fault.
    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply
}
