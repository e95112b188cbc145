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
    let observer: any ChatModelObserver
    /// The pacers of the models, kept over reloads.
    let pacers: EndpointPacers
    private let pools = ProcessPools()

    /// Creates a builder whose models and graders call out through `transport`.
    package init(transport: any HTTPTransport, clock: any TimeSource, observer: any ChatModelObserver) {
        self.transport = transport
        self.clock = clock
        self.observer = observer
        pacers = EndpointPacers(time: clock)
    }

    /// Builds what `configuration` describes. When it can be built the limits of its models hold from now on.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package func build(_ configuration: Configuration) throws(ConfigurationError) -> Grading {
        var plan = pacers.plan()
        let models = models(configuration.models, &plan)
        let reader = GraderReader(
            kinds: Self.kinds(models: models, external: external), modelNames: configuration.models.map(\.name))
        do {
            let suite = try reader.read(configuration.graders)
            let rules = try RuleReader.read(configuration.rules, suite: suite)
            let book = RuleBook(rules, ownEnvironments: Set(configuration.evaluatorEnvironments))
            pacers.putInForce(plan)
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

    private var external: ExternalResources {
        ExternalResources(pools: pools, transport: transport, clock: clock, signer: Self.signer)
    }
}
