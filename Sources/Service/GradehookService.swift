import ChatModels
import Evaluation
import HTTPClient
import HTTPServer
package import Logging
import ScoreStore
package import Timing
import WorkQueue

/// The service: lays the pipe, runs it, and takes it down along the flow.
///
/// Read it top to bottom: `run` is the whole program.
package final class GradehookService: Sendable {
    let pipeline: Pipeline
    let logger: Logger
    private let listener: HTTPListener
    private let adminListener: HTTPListener?
    private let clock: any TimeSource
    private let stopSignal = StopSignal()

    /// How long answers that are ready may take to leave before the listeners stop.
    private static let lastAnswers = Duration.seconds(1)
    /// How long what was cancelled, and what still writes to the disk, may take to end: a disk that hangs is not waited
    /// for.
    private static let lastWrites = Duration.seconds(5)

    /// Builds the service; nothing listens yet.
    ///
    /// - Throws: `ConfigurationError` for a configuration that makes no sense as a whole, `ServiceError` or
    ///   `ScoreStoreError` when the data folder cannot be used.
    package init(_ configuration: Configuration, logger: Logger, clock: any TimeSource = SystemClock()) async throws {
        pipeline = try await Pipeline.build(configuration, logger: logger, clock: clock)
        (listener, adminListener) = Listeners.make(pipeline, logger)
        self.logger = logger
        self.clock = clock
    }

    /// The port events come in at; the real one once `run` has called `onReady`.
    package var port: UInt16 { listener.port }
    /// The port of the admin listener, when there is one of its own.
    package var adminPort: UInt16? { adminListener?.port }

    /// Listens and works until `stop` is called, then drains. Returns what was left undone. A task that is cancelled
    /// stops at once, as a second `stop` does.
    ///
    /// - Throws: `ListenerError` when the address cannot be listened on.
    package func run(onReady: @Sendable (GradehookService) -> Void = { _ in }) async throws -> Leftovers {
        do {
            // The door to events opens last: nothing is accepted by a service that does not come up.
            try adminListener?.start()
            try listener.start()
        } catch {
            await takeDown()
            throw error
        }
        pipeline.health.start()
        ServiceLog.started(logger, pipeline.configuration, port: port)
        onReady(self)
        return await withTaskCancellationHandler {
            await work()
        } onCancel: {
            stopSignal.raiseAtOnce()
        }
    }

    /// Asks the service to drain and stop; a second call stops it at once. Any thread, any number of times.
    package func stop() { stopSignal.raise() }

    private func work() async -> Leftovers {
        let background = Task { await self.runBackground() }
        let workers = Task { await self.runWorkers() }
        let fateWriter = Task { [pipeline, logger] in
            await pipeline.fates.run { logger.error("fates could not be saved", metadata: ["error": "\($0)"]) }
        }
        let spendWriter = Task { [pipeline, logger] in
            await pipeline.gradingBuilder.meter.run {
                logger.error("spending could not be saved", metadata: ["error": "\($0)"])
            }
        }
        await stopSignal.waitForDrain()
        let leftovers = await drain(workers, background)
        background.cancel()
        pipeline.fates.finish()
        await finish("the fates of the last events", fateWriter)
        spendWriter.cancel()
        await finish("what judges have spent", spendWriter)
        await takeDown()
        await finish("the timers", background)
        return leftovers
    }

    /// What runs beside the workers: the queue's delays, the greeting, the deletion of old scores.
    private func runBackground() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [pipeline] in await pipeline.queue.run() }
            group.addTask { [pipeline, clock, logger] in await LangfuseGreeting.run(pipeline, clock, logger) }
            if let retention = pipeline.retention(clock, logger) { group.addTask { await retention.run() } }
        }
    }

    /// Waits for `work`, which is about to end by itself, but not for ever.
    private func finish(_ name: String, _ work: Task<Void, Never>) async {
        guard await !stopSignal.outlast(work, atMost: Self.lastWrites) else { return }
        logger.warning(
            "stopped without waiting any longer",
            metadata: ["for": "\(name)", "limit": "\(DurationText.format(Self.lastWrites))"])
    }

    private func runWorkers() async {
        await withTaskGroup(of: Void.self) { [worker = pipeline.worker, queue = pipeline.queue] group in
            for _ in 0..<pipeline.configuration.queue.workers {
                group.addTask { await worker.run(queue) }
            }
        }
    }

    /// Stops along the flow: unready, then no more connections, then no more events and grading on the spot, then the
    /// queue and the grading run dry or the time is up.
    private func drain(_ workers: Task<Void, Never>, _ background: Task<Void, Never>) async -> Leftovers {
        let server = pipeline.configuration.server
        logger.info("draining", metadata: ["timeout": "\(DurationText.format(server.drainTimeout))"])
        pipeline.health.drain()
        listener.closesConnections = true
        adminListener?.closesConnections = true
        await stopSignal.waitForHaste(atMost: server.drainGrace, clock)
        pipeline.intake.drain()
        pipeline.routes.reading.onTheSpot.drain()
        listener.quiesce()
        adminListener?.quiesce()
        pipeline.queue.drain()
        let underWay = Task { [pipeline] in
            await workers.value
            await pipeline.routes.reading.onTheSpot.waitUntilIdle()
        }
        let isDry = await stopSignal.race(underWay, atMost: server.drainTimeout, clock)
        if !isDry {
            pipeline.queue.close()
            // Workers may be waiting for the very answer that the greeting asks for.
            background.cancel()
            workers.cancel()
            pipeline.routes.reading.onTheSpot.cancel()
            await finish("the workers", workers)
        }
        let leftovers = Leftovers(pipeline.queue.snapshot())
        ServiceLog.stopped(logger, leftovers)
        return leftovers
    }

    /// Lets the last answers out and closes everything. What stops by waiting for threads waits on a thread itself.
    private func takeDown() async {
        let answered = Task { [listener, adminListener] in
            await listener.waitUntilIdle()
            await adminListener?.waitUntilIdle()
        }
        _ = await stopSignal.race(answered, atMost: Self.lastAnswers, clock)
        pipeline.routes.reading.cancel()
        await BlockingCall.run { [listener, adminListener, pipeline] in
            listener.stop()
            adminListener?.stop()
            pipeline.transport.shutdown()
        }
        await pipeline.gradingBuilder.stopProcesses()
        await finish("the replies of models", Task { [pipeline] in await pipeline.replies.close() })
        await finish("the database", Task { [pipeline] in await pipeline.database?.close() })
    }
}
