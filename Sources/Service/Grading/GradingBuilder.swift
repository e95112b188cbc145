package import ChatModels
package import Evaluation
package import Graders
package import HTTPClient
import JSON
package import Judges
import Subprocess
package import Timing

/// Builds models, graders and rules from a configuration. Nothing is called and no file is opened.
package struct GradingBuilder: Sendable {
    let transport: any HTTPTransport
    let clock: any TimeSource
    /// Hears of every call: the metrics, and what is spent.
    let observer: any ChatModelObserver
    /// The pacers of the models, kept over reloads.
    let pacers: EndpointPacers
    /// Where replies of models are given again from; nil asks each time.
    let cache: ResponseCache?
    /// Counts what judges spend, over reloads too.
    let meter: SpendMeter
    /// The evaluation steps that models have written, over reloads too.
    private let steps: StepLibrary
    private let gateObserver: (any JudgeGateObserver)?
    private let pools = ProcessPools()

    /// Creates a builder whose models and graders call out through `transport`.
    ///
    /// Replies of models are given again from `cache`, when there is one; `observer` hears of calls only. What is spent is
    /// counted by `meter`, and the evaluation steps they write are in `steps`, both anew for this builder unless given. Without a `gateObserver` no judge
    /// is ever paused: there is nobody who would try again later.
    package init(
        transport: any HTTPTransport, clock: any TimeSource, observer: any ChatModelObserver,
        cache: ResponseCache? = nil, meter: SpendMeter? = nil, steps: StepLibrary? = nil,
        gateObserver: (any JudgeGateObserver)? = nil
    ) {
        self.cache = cache
        self.transport = transport
        self.clock = clock
        pacers = EndpointPacers(time: clock)
        let meter = meter ?? SpendMeter(clock: clock)
        self.observer = ChatModelObservers([observer, meter])
        self.meter = meter
        self.steps = steps ?? StepLibrary(time: clock)
        self.gateObserver = gateObserver
    }

    /// Builds what `configuration` describes. When it can be built the limits of its models hold from now on.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package func build(_ configuration: Configuration) throws(ConfigurationError) -> Grading {
        var plan = pacers.plan()
        let hosts = configuration.network.hostRules
        let models = models(configuration.models, reaching: hosts, &plan)
        let embeddings = embeddings(configuration.models, reaching: hosts, &plan)
        let gates = gates(configuration)
        let reader = GraderReader(
            kinds: Self.kinds(
                models: models, embeddings: embeddings, gates: gates, steps: steps, external: external(configuration)),
            modelNames: configuration.models.map(\.name))
        do {
            let suite = try reader.read(configuration.graders)
            let rules = try RuleReader.read(configuration.rules, suite: suite)
            let book = RuleBook(rules, ownEnvironments: Set(configuration.evaluatorEnvironments))
            pacers.putInForce(plan)
            return Grading(suite: suite, rules: book, gates: gates)
        } catch {
            throw configuration.document.located(error)
        }
    }

    /// Ends the processes that graders have started, those of configurations no longer in force included.
    package func stopProcesses() async { await pools.stop() }

    /// Every kind of grader there is, family by family; judges call one of `models` or of `embeddings` from behind one of
    /// `gates` and have the evaluation steps they write in `steps`; your own code is reached by `external`.
    package static func kinds(
        models: [String: any ChatModel], embeddings: [String: any EmbeddingModel], gates: JudgeGates? = nil,
        steps: StepLibrary = StepLibrary(), external: ExternalResources?
    ) -> [GraderKind] {
        GraderCatalogue.kinds + ExternalCatalogue.kinds(external)
            + JudgeCatalogue.kinds(models: models, embeddings: embeddings, gates: gates, steps: steps)
    }

    private func gates(_ configuration: Configuration) -> JudgeGates {
        guard let gateObserver else {
            return JudgeGates(
                policy: PausePolicy(limits: [:]), total: configuration.budget, meter: meter, clock: clock)
        }
        return JudgeGates(
            policy: configuration.autoPause, total: configuration.budget, meter: meter, clock: clock,
            observer: gateObserver)
    }

    private func external(_ configuration: Configuration) -> ExternalResources {
        var profile = ConnectionProfile()
        profile.proxy = configuration.network.proxy
        return ExternalResources(
            pools: pools, transport: transport.connecting(as: profile, allowing: configuration.network.hostRules),
            clock: clock, signer: Self.signer)
    }
}
