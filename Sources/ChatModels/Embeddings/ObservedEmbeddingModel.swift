/// Reports every call of another embedding model to an observer, and lets nothing through that may not call. A call is what
/// one caller asked, whether or not it shared a request with others.
package struct ObservedEmbeddingModel: EmbeddingModel {
    private let model: any EmbeddingModel
    private let observer: any ChatModelObserver

    /// Puts `observer` before `model`.
    package init(_ model: any EmbeddingModel, observer: any ChatModelObserver) {
        self.model = model
        self.observer = observer
    }

    package var name: String { model.name }

    package func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply {
        guard request.mayCall else { throw .notKept(name) }
        return try await observer.report(name, askedBy: request.judge) { () async throws(ChatModelError) in
            try await model.embed(request)
        } note: { reply, report in
            report.promptTokens = reply.promptTokens
            report.cost = reply.cost
        }
    }
}
