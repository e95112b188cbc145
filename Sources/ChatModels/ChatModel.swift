/// A model that answers a list of messages. Implementations pace, retry and bound their calls themselves.
package protocol ChatModel: Sendable {
    /// The name the configuration gave this model.
    var name: String { get }

    /// The provider and the model as the provider knows it, e.g. `openai/gpt-4o-mini`, whatever the configuration calls it;
    /// of one that a server other than the provider's own serves also its host and port. Of a model with others behind it,
    /// its own.
    var identity: String { get }

    /// Asks the model and returns its reply.
    ///
    /// - Throws: `ChatModelError` once the model's own retries are used up, or at once for a permanent fault.
    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply
}
