import ChatModels
import CoreMetrics
import Evaluation
import FoundationEssentials
import HTTPClient
import JSON
import Langfuse
import Logging
import PrometheusMetrics
import ScoreStore
import Timing
import Webhooks
import WorkQueue

extension Pipeline {
    static func transport(_ configuration: Configuration) -> PartitionedTransport {
        PartitionedTransport(
            configuration: transportConfiguration(configuration), allowedHosts: configuration.network.hostRules)
    }

    static func transportConfiguration(_ configuration: Configuration) -> TransportConfiguration {
        var transport = TransportConfiguration()
        transport.userAgent = "gradehook/\(VersionInfo.version)"
        // Models are paced one by one, and graders behind a URL, whose sections are still unread here, are capped: the
        // transport has to leave room for all of them, and for everything else. A reload sets it anew.
        let models = configuration.models.map(\.maximumConcurrency).reduce(0, +)
        let graders = configuration.graders.compactMap { $0.object["max_concurrency"]?.integer }
        let own = graders.reduce(models) { $0 + Int(min(max($1, 0), 10_000)) }
        transport.maximumConnections = max(transport.maximumConnections, own + 128)
        transport.maximumConnectionsPerHost = transport.maximumConnections
        return transport
    }

    static func queueConfiguration(_ section: QueueConfiguration) -> MemoryQueueConfiguration {
        MemoryQueueConfiguration(
            capacity: section.capacity, maximumBytes: section.maximumBytes,
            retryPolicy: RetryPolicy(
                maximumAttempts: section.maximumAttempts,
                backoff: ExponentialBackoff(base: section.backoffBase, cap: section.backoffCap)),
            deadLetterLimit: section.deadLetters)
    }

    /// A copy may come as long as its signature is in tolerance, so it is remembered longer than that.
    static func replayGuard(_ configuration: Configuration, _ logger: Logger) -> ReplayGuard {
        let warning = EvictionWarning(logger: logger, capacity: configuration.replayCapacity)
        return ReplayGuard(
            retention: ReplayGuard.retention(covering: longestTolerance(configuration)),
            capacity: configuration.replayCapacity, onEviction: warning.keyEvicted)
    }

    /// The longest time that any source lets a delivery be late, and at least the usual one.
    static func longestTolerance(_ configuration: Configuration) -> Duration {
        configuration.sources.map(\.tolerance).reduce(SignatureVerifier.defaultTolerance, max)
    }

    static func sources(
        _ configuration: Configuration, _ metrics: ServiceMetrics
    ) throws(ConfigurationError) -> [EventSource] {
        var sources: [EventSource] = []
        for (index, section) in configuration.sources.enumerated() {
            do throws(SignatureConfigurationError) {
                sources.append(try EventSource(section, metrics: metrics))
            } catch {
                throw configuration.document.located(
                    .init(pointer: "/sources/\(index)/signature", message: error.message))
            }
        }
        return sources
    }

    static func openDatabase(_ configuration: Configuration) async throws -> ScoreDatabase? {
        guard let folder = configuration.dataDirectory else { return nil }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ServiceError(
                "the folder `data_dir: \(folder)` cannot be made; check the path and who may write there")
        }
        return try await ScoreDatabase.open(path: "\(folder)/gradehook.sqlite")
    }

    /// What builds models and graders, with what this month's spending came to so far.
    static func gradingBuilder(
        _ transport: any HTTPTransport, _ database: ScoreDatabase?, _ replies: ReplyKeeping, _ steps: StepKeeping,
        _ clock: any TimeSource, _ factory: any MetricsFactory & Sendable, _ logger: Logger
    ) async throws -> GradingBuilder {
        let meter = SpendMeter(clock: clock, ledger: database)
        try await meter.load()
        return GradingBuilder(
            transport: transport, clock: clock, observer: ModelMetrics(factory: factory), cache: replies.cache,
            meter: meter, steps: steps.library,
            gateObserver: GateReporter(factory: factory, logger: logger))
    }

    /// Lets readiness and metrics tell which judges are paused or short of money.
    static func show(_ grading: LiveGrading, in registry: PrometheusRegistry, _ health: Health) {
        health.show { GateChecks.checks(grading.current.gates) }
        GateGauges.collect(into: registry, grading: grading)
    }

    /// What says which servers are not verified, shown in readiness and in the metrics.
    static func unverified(
        _ configuration: Configuration, _ registry: PrometheusRegistry, _ health: Health, _ logger: Logger
    ) -> UnverifiedServers {
        let unverified = UnverifiedServers(configuration, logger)
        unverified.collect(into: registry)
        health.show(unverified.checks)
        return unverified
    }

    static func worker(
        _ configuration: Configuration, _ grading: LiveGrading, _ sinks: [any ScoreSink], _ langfuse: LangfuseParts?,
        _ fates: FateRecorder, _ clock: any TimeSource, _ metrics: ServiceMetrics, _ health: Health
    ) -> EvaluationWorker {
        EvaluationWorker(
            grading: grading, scores: ScoreFactory(project: configuration.project), sinks: sinks,
            traces: TraceResolver(source: langfuse?.reader), fates: fates, memory: RetryMemory(), clock: clock,
            metrics: metrics, health: health)
    }

    /// What deletes old scores; nil when none are kept or all are.
    func retention(_ clock: any TimeSource, _ logger: Logger) -> ScoreRetention? {
        guard let database, let retention = configuration.store.retention else { return nil }
        return ScoreRetention(database: database, retention: retention, clock: clock, logger: logger)
    }

    static func langfuse(
        _ configuration: Configuration, _ transport: any HTTPTransport, _ clock: any TimeSource,
        _ observer: any LangfuseObserver
    ) throws(ConfigurationError) -> LangfuseParts? {
        guard let section = configuration.langfuse else { return nil }
        let transport = transport.connecting(
            as: section.connection.profile, allowing: configuration.network.hostRules)
        do throws(LangfuseError) {
            var settings = try LangfuseConfiguration(
                baseURL: section.baseURL, publicKey: section.publicKey, secretKey: section.secretKey)
            settings.timeout = section.timeout
            settings.batching.maximumItems = section.maximumBatchItems
            settings.batching.maximumInFlight = section.maximumRequestsInFlight
            let probe = LangfuseProbe(
                configuration: settings, transport: transport, time: clock, observer: observer)
            return LangfuseParts(
                probe: probe,
                reader: LangfuseTraceReader(
                    configuration: settings, transport: transport, probe: probe, time: clock),
                sink: LangfuseScoreSink(
                    configuration: settings, transport: transport, probe: probe, time: clock, observer: observer))
        } catch {
            throw configuration.document.located(.init(pointer: "/langfuse", message: "\(error)"))
        }
    }

    static func sinks(
        _ configuration: Configuration, _ langfuse: LangfuseParts?, _ database: ScoreDatabase?, _ clock: any TimeSource
    ) -> [any ScoreSink] {
        configuration.sinks.compactMap { name -> (any ScoreSink)? in
            switch name {
            case .langfuse: langfuse?.sink
            case .sqlite: database.map { ScoreStoreSink(database: $0, time: clock) }
            }
        }
    }
}
