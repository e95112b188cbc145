package import ChatModels
package import Evaluation
import Graders
package import HTTPClient
import JSON
import Judges
package import Timing

/// Builds models, graders and rules from a configuration. Nothing is called and no file is opened.
package struct GradingBuilder: Sendable {
    let transport: any HTTPTransport
    let clock: any TimeSource
    private let observer: any ChatModelObserver

    /// Creates a builder whose models call out through `transport`.
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
        let reader = GraderReader(kinds: Self.kinds(models: models), modelNames: configuration.models.map(\.name))
        do {
            let suite = try reader.read(configuration.graders)
            let rules = try RuleReader.read(configuration.rules, suite: suite)
            let book = RuleBook(rules, ownEnvironments: Set(configuration.evaluatorEnvironments))
            return Grading(suite: suite, rules: book)
        } catch {
            throw configuration.document.located(error)
        }
    }

    /// Every kind of grader there is; judges call one of `models`.
    package static func kinds(models: [String: any ChatModel]) -> [GraderKind] {
        GraderCatalogue.kinds + JudgeCatalogue.kinds(models: models)
    }

    private func models(_ sections: [ModelSection]) -> [String: any ChatModel] {
        var models: [String: any ChatModel] = [:]
        for section in sections { models[section.name] = ObservedModel(model(section), observer: observer) }
        return models
    }

    private func model(_ section: ModelSection) -> any ChatModel {
        switch section.provider {
        case .mock: MockChatModel(name: section.name)
        case .openai: openAI(section)
        }
    }
}
