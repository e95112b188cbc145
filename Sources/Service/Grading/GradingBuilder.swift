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
    private let pools = ProcessPools()

    /// Creates a builder whose models and graders call out through `transport`.
    package init(transport: any HTTPTransport, clock: any TimeSource, observer: any ChatModelObserver) {
        self.transport = transport
        self.clock = clock
        self.observer = observer
    }

    /// Builds what `configuration` describes.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package func build(_ configuration: Configuration) throws(ConfigurationError) -> Grading {
        let models = models(configuration.models)
        let embeddings = embeddings(configuration.models)
        let reader = GraderReader(
            kinds: Self.kinds(models: models, embeddings: embeddings, external: external),
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

    /// Every kind of grader there is, family by family; judges call one of `models` or of `embeddings`, your own code is
    /// reached by `external`.
    package static func kinds(
        models: [String: any ChatModel], embeddings: [String: any EmbeddingModel], external: ExternalResources?
    ) -> [GraderKind] {
        GraderCatalogue.kinds + ExternalCatalogue.kinds(external)
            + JudgeCatalogue.kinds(models: models, embeddings: embeddings)
    }

    private var external: ExternalResources {
        ExternalResources(pools: pools, transport: transport, clock: clock, signer: Self.signer)
    }

    private func models(_ sections: [ModelSection]) -> [String: any ChatModel] {
        var models: [String: any ChatModel] = [:]
        for section in sections { models[section.name] = ObservedModel(model(section), observer: observer) }
        return models
    }

    /// The models that can be asked for embeddings; whether they are models for that shows when they are asked.
    private func embeddings(_ sections: [ModelSection]) -> [String: any EmbeddingModel] {
        var models: [String: any EmbeddingModel] = [:]
        for section in sections {
            models[section.name] = embeddingModel(section).map { ObservedEmbeddingModel($0, observer: observer) }
        }
        return models
    }
}
