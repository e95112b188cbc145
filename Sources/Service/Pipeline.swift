import Evaluation
import HTTPClient
import Langfuse
import Logging
import PrometheusMetrics
import ScoreStore
import Timing
import Webhooks
import WorkQueue

/// The parts of the service, built from a configuration and wired together, not yet running.
struct Pipeline: Sendable {
    let configuration: Configuration
    let registry: PrometheusRegistry
    let metrics: ServiceMetrics
    let transport: PartitionedTransport
    let database: ScoreDatabase?
    let fates: FateRecorder
    let queue: MemoryQueue
    let health: Health
    let sources: EventSources
    let replies: ReplyKeeping
    let steps: StepKeeping
    let unverified: UnverifiedServers
    let grading: LiveGrading
    let gradingBuilder: GradingBuilder
    let langfuse: LangfuseParts?
    let intake: EventIntake
    let worker: EvaluationWorker
    let routes: ServiceRoutes

    /// What talks to Langfuse.
    struct LangfuseParts: Sendable {
        let probe: LangfuseProbe
        let reader: LangfuseTraceReader
        let sink: LangfuseScoreSink
    }

    /// Builds everything. The only things touched outside the process are the SQLite files.
    static func build(_ configuration: Configuration, logger: Logger, clock: any TimeSource) async throws -> Pipeline {
        let registry = ServiceRegistry.make()
        let factory = PrometheusMetricsFactory(registry: registry)
        let metrics = ServiceMetrics(factory: factory, clock: clock)
        let transport = Self.transport(configuration)
        let database = try await Self.openDatabase(configuration)
        let fates = FateRecorder(
            capacity: configuration.fateCapacity, maximumBytes: configuration.fateMaximumBytes, database: database)
        let queue = MemoryQueue(
            Self.queueConfiguration(configuration.queue), clock: clock, observer: QueueMetrics(factory: factory))
        let replies = await ReplyKeeping.open(configuration, registry, logger, clock)
        let steps = await StepKeeping.open(configuration, logger, clock)
        let builder = try await Self.gradingBuilder(transport, database, replies, steps, clock, factory, logger)
        let health = Health(queue: queue, workers: configuration.queue.workers, clock: clock, pacers: builder.pacers)
        let grading = LiveGrading(try builder.build(configuration))
        Self.show(grading, in: registry, health)
        let langfuse = try Self.langfuse(
            configuration, transport, clock, LangfuseMetrics(factory: factory, health: health))
        let sources = EventSources(try Self.sources(configuration, metrics))
        let replays = Self.replayGuard(configuration, logger)
        let intake = EventIntake(
            sources: sources, replays: replays, queue: queue, fates: fates, metrics: metrics,
            clock: clock, maximumBodyBytes: configuration.server.maximumBodyBytes)
        let sinks = Self.sinks(configuration, langfuse, database, clock)
        let worker = Self.worker(configuration, grading, sinks, langfuse, fates, clock, metrics, health)
        let reading = ReadingRoutes(
            fates: fates, database: database, grading: grading, queue: queue, project: configuration.project,
            traceSource: langfuse?.reader, clock: clock, tasks: AsyncRoutes(limit: 256),
            onTheSpot: AsyncRoutes(limit: 64), maximumBodyBytes: configuration.server.maximumBodyBytes)
        let routes = ServiceRoutes(
            intake: intake, reading: reading, operations: OperationsRoutes(health: health, registry: registry),
            adminGuard: AdminGuard(token: configuration.admin.token))
        ServiceRegistry.collect(
            into: registry, queue: queue, fates: fates, replays: replays, pacers: builder.pacers, clock: clock)
        return Pipeline(
            configuration: configuration, registry: registry, metrics: metrics, transport: transport,
            database: database, fates: fates, queue: queue, health: health, sources: sources, replies: replies,
            steps: steps, unverified: Self.unverified(configuration, registry, health, logger), grading: grading,
            gradingBuilder: builder, langfuse: langfuse, intake: intake, worker: worker, routes: routes)
    }
}
