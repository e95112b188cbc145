/// Reports every call of another embedding model to an observer. A call is what one caller asked, whether or not it shared a
/// request with others.
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
        let start = ContinuousClock.now
        do throws(ChatModelError) {
            let reply = try await model.embed(request)
            observer.callFinished(
                ChatCallReport(
                    model: name, judge: request.judge, duration: ContinuousClock.now - start,
                    promptTokens: reply.promptTokens, cost: reply.cost))
            return reply
        } catch {
            observer.callFinished(
                ChatCallReport(
                    model: name, judge: request.judge, failure: error.code, duration: ContinuousClock.now - start))
            throw error
        }
    }
}
