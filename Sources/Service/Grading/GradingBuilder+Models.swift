import ChatModels
import HTTPClient

extension GradingBuilder {
    /// The models of all sections by name, each with its fallbacks behind it. `plan` learns which of them share a pacer.
    ///
    /// What is counted is counted for the model that was really asked, so that the counting is behind the fallbacks.
    func models(
        _ sections: [ModelSection], reaching hosts: HostRules?, _ plan: inout PacingPlan
    ) -> [String: any ChatModel] {
        var single: [String: any ChatModel] = [:]
        for section in sections {
            single[section.name] = cached(ObservedModel(model(section, hosts, &plan), observer: observer), section)
        }
        let chains = FallbackChains(sections)
        return single.reduce(into: [:]) { models, entry in
            let fallbacks = chains.chain(of: entry.key).compactMap { single[$0] }
            models[entry.key] = fallbacks.isEmpty ? entry.value : FallbackModel(entry.value, fallbacks: fallbacks)
        }
    }

    /// `model` with the cache before it; the mock answers the same anyway.
    private func cached(_ model: any ChatModel, _ section: ModelSection) -> any ChatModel {
        guard let cache, let server = section.server else { return model }
        return CachingModel(model, servedBy: server, over: section.connection.profile, cache: cache)
    }

    private func model(
        _ section: ModelSection, _ hosts: HostRules?, _ plan: inout PacingPlan
    ) -> any ChatModel {
        guard let server = section.server else { return MockChatModel(name: section.name) }
        return RemoteChatModel(
            configuration: settings(section), provider: server,
            pacer: plan.add(section.name, at: server, limits: section.limits),
            transport: transport.connecting(as: section.connection.profile, allowing: hosts), time: clock,
            observer: observer)
    }

    /// The models that can be asked for embeddings, at the pace of their chat; whether they are models for that shows when
    /// they are asked.
    func embeddings(
        _ sections: [ModelSection], reaching hosts: HostRules?, _ plan: inout PacingPlan
    ) -> [String: any EmbeddingModel] {
        var models: [String: any EmbeddingModel] = [:]
        for section in sections {
            guard let model = embeddingModel(section, hosts, &plan) else { continue }
            models[section.name] = cached(ObservedEmbeddingModel(model, observer: observer), section)
        }
        return models
    }

    /// `model` with the cache before it; the mock gives the same vectors anyway.
    private func cached(_ model: any EmbeddingModel, _ section: ModelSection) -> any EmbeddingModel {
        guard let cache, let server = section.server else { return model }
        return CachingEmbeddingModel(model, servedBy: server, over: section.connection.profile, cache: cache)
    }

    /// The model of a section, asked for embeddings; nil for a provider that has none in OpenAI's format.
    private func embeddingModel(
        _ section: ModelSection, _ hosts: HostRules?, _ plan: inout PacingPlan
    ) -> (any EmbeddingModel)? {
        guard let server = section.server else { return MockEmbeddingModel(name: section.name) }
        return RemoteEmbeddingModel(
            configuration: settings(section), maximumRequests: section.maximumConcurrency, provider: server,
            pacer: plan.add(section.name, at: server, limits: section.limits),
            transport: transport.connecting(as: section.connection.profile, allowing: hosts), time: clock,
            observer: observer)
    }

    /// How the server of a section is called.
    private func settings(_ section: ModelSection) -> RemoteModelConfiguration {
        var settings = RemoteModelConfiguration(name: section.name)
        settings.timeout = section.timeout
        settings.maximumAttempts = section.maximumAttempts
        settings.maximumBatch = section.maximumBatch
        if section.inputPricePerMillion != nil || section.outputPricePerMillion != nil {
            settings.price = TokenPrice(
                inputPerMillion: section.inputPricePerMillion ?? 0,
                cachedInputPerMillion: section.cachedInputPricePerMillion,
                outputPerMillion: section.outputPricePerMillion ?? 0)
        }
        return settings
    }
}
