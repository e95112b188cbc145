extension ChatRequest.ResponseSchema {
    /// What a model is told about the function whose arguments are its reply.
    static let toolDescription = "Takes the whole answer. Call it exactly once."
}
