/// Reports every call of another model to an observer.
package struct ObservedModel: ChatModel {
    private let model: any ChatModel
    private let observer: any ChatModelObserver

    /// Puts `observer` before `model`.
    package init(_ model: any ChatModel, observer: any ChatModelObserver) {
        self.model = model
        self.observer = observer
    }

    package var name: String { model.name }

    package func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        let start = ContinuousClock.now
        do throws(ChatModelError) {
            let reply = try await model.complete(request)
            observer.callFinished(
                ChatCallReport(
                    model: name, judge: request.judge, duration: ContinuousClock.now - start,
                    promptTokens: reply.promptTokens,
                    cachedPromptTokens: reply.cachedPromptTokens, completionTokens: reply.completionTokens,
                    cost: reply.cost, format: reply.format))
            return reply
        } catch {
            observer.callFinished(
                ChatCallReport(
                    model: name, judge: request.judge, failure: error.code, duration: ContinuousClock.now - start))
            throw error
        }
    }
}
