/// Reports every call of another model to an observer, and lets nothing through that may not call: every way to a model
/// leads through here, past the cache.
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
        guard request.mayCall else { throw .notKept(name) }
        return try await observer.report(name, askedBy: request.judge) { () async throws(ChatModelError) in
            try await model.complete(request)
        } note: { reply, report in
            report.promptTokens = reply.promptTokens
            report.cachedPromptTokens = reply.cachedPromptTokens
            report.completionTokens = reply.completionTokens
            report.cost = reply.cost
            report.format = reply.format
        }
    }
}
