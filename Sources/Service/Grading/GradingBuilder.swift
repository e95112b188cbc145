package import ChatModels
package import Evaluation
package import Graders
package import HTTPClient
import JSON
import Judges
import Subprocess
package import Timing

/// Builds models, graders and rules from a configuration. Nothing is called and no file is opened.
package struct GradingBuilder: Sendable {
    let transport: any HTTPTransport
    let clock: any TimeSource
    private let observer: any ChatModelObserver
    private let cache: ResponseCache?
    private let pools = ProcessPools()

    /// Creates a builder whose models and graders call out through `transport`. Replies of models are given again from
    /// `cache`, when there is one; `observer` hears of calls only.
    package init(
        transport: any HTTPTransport, clock: any TimeSource, observer: any ChatModelObserver,
        cache: ResponseCache? = nil
    ) {
        self.cache = cache
        self.transport = transport
        self.clock = clock
        self.observer = observer
    }

    /// Builds what `configuration` describes.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package func build(_ configuration: Configuration) throws(ConfigurationError) -> Grading {
        let models = models(configuration.models)
        let reader = GraderReader(
            kinds: Self.kinds(models: models, external: external(configuration)),
            modelNames: configuration.models.map(\.name))
        do {
            let suite = try reader.read(configuration.graders)
            let rules = try RuleReader.read(configuration.rules, suite: suite)
            let book = RuleBook(rules, ownEnvironments: Set(configuration.evaluatorEnvironments))
            return Grading(suite: suite, rules: book)
        } catch {
            throw configuration.document.located(error)
        }
    }

    /// Ends the processes that graders have started, those of configurations no longer in force included.
    package func stopProcesses() async { await pools.stop() }

    /// Every kind of grader there is, family by family; judges call one of `models`, your own code is reached by
    /// `external`.
    package static func kinds(models: [String: any ChatModel], external: ExternalResources?) -> [GraderKind] {
        GraderCatalogue.kinds + ExternalCatalogue.kinds(external) + JudgeCatalogue.kinds(models: models)
    }

    private func external(_ configuration: Configuration) -> ExternalResources {
        var profile = ConnectionProfile()
        profile.proxy = configuration.network.proxy
        return ExternalResources(
            pools: pools, transport: transport.connecting(as: profile), clock: clock, signer: Self.signer)
    }

    private func models(_ sections: [ModelSection]) -> [String: any ChatModel] {
        var models: [String: any ChatModel] = [:]
        for section in sections {
            models[section.name] = cached(ObservedModel(model(section), observer: observer), section)
        }
        return models
    }

    /// `model` with the cache before it; the mock answers the same anyway.
    private func cached(_ model: any ChatModel, _ section: ModelSection) -> any ChatModel {
        guard let cache, let server = section.server else { return model }
        return CachingModel(model, servedBy: server, cache: cache)
    }
}
