package import HTTPClient

/// Gives the replies of another model again to requests that are equal in everything that decides the reply.
///
/// Only whole replies that were no refusals are kept, at any temperature: a reply drawn once stays the reply of its
/// question, and several draws tell themselves apart by `ChatRequest.sample`.
package struct CachingModel: ChatModel {
    private let model: any ChatModel
    private let provider: ModelProvider
    private let connection: ConnectionProfile
    private let cache: ResponseCache

    /// Puts `cache` before `model`, which `provider` serves over connections of the profile `connection`.
    package init(
        _ model: any ChatModel, servedBy provider: ModelProvider,
        over connection: ConnectionProfile = ConnectionProfile(), cache: ResponseCache
    ) {
        self.model = model
        self.provider = provider
        self.connection = connection
        self.cache = cache
    }

    package var name: String { model.name }
    package var identity: String { model.identity }

    package func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        guard request.takesKeptReply else { return try await model.complete(request) }
        let key = ResponseKey(request, to: provider, over: connection)
        guard request.mayCall else {
            // Not even the call of another is waited for: it may end in a failure, which is not this one's.
            if let kept = await cache.kept(key, model: name) { return kept }
            return try await model.complete(request)
        }
        return try await cache.reply(key, model: name) { () async throws(ChatModelError) in
            var reply = try await model.complete(request)
            reply.sampleRate = request.sampleRate
            reply.asker = request.asker
            return reply
        }
    }
}
