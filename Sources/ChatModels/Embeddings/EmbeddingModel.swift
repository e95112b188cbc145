/// A model that turns texts into vectors. Implementations gather, pace, retry and bound their calls themselves.
package protocol EmbeddingModel: Sendable {
    /// The name the configuration gave this model.
    var name: String { get }

    /// Returns one vector for each text, in their order.
    ///
    /// The vectors of one reply are equally long, finite, and none of them is all zeros.
    /// - Throws: `ChatModelError` once the model's own retries are used up, or at once for a permanent fault.
    func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply
}
