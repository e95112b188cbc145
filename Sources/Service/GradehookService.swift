import Evaluation
import HTTPClient
import HTTPServer
import JSON
package import Logging
import ScoreStore
import Synchronization
package import Timing
import WorkQueue

/// The service: lays the pipe, runs it, and takes it down along the flow.
///
/// Read it top to bottom: `run` is the whole program.
package final class GradehookService: Sendable {
    private let pipeline: Pipeline
    private let listener: HTTPListener
    private let adminListener: HTTPListener?
    private let logger: Logger
    private let clock: any TimeSource
    private let stopSignal = StopSignal()

    /// Builds the service; nothing listens yet.
    ///
    /// - Throws: `ConfigurationError` for a configuration that makes no sense as a whole, `ServiceError` or
    ///   `ScoreStoreError` when the data folder cannot be used.
    package init(_ configuration: Configuration, logger: Logger, clock: any TimeSource = SystemClock()) async throws {
        pipeline = try await Pipeline.build(configuration, clock: clock)
        (listener, adminListener) = Listeners.make(pipeline)
        self.logger = logger
        self.clock = clock
    }

    /// The port events come in at; the real one once `run` has called `onReady`.
    package var port: UInt16 { listener.port }
    /// The port of the admin listener, when there is one of its own.
    package var adminPort: UInt16? { adminListener?.port }

    /// Listens and works until `stop` is called, then drains. Returns what was left undone.
    ///
    /// - Throws: `ListenerError` when the address cannot be listened on.
    package func run(onReady: @Sendable (GradehookService) -> Void = { _ in }) async throws -> Leftovers {
        // The door to events opens last: nothing is accepted by a service that does not come up.
        try adminListener?.start()
        do {
            try listener.start()
        } catch {
            adminListener?.stop()
            throw error
        }
        pipeline.health.start()
        ServiceLog.started(logger, pipeline.configuration, port: port)
        onReady(self)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [pipeline] in await pipeline.queue.run() }
            group.addTask { [pipeline, clock, logger] in await LangfuseGreeting.run(pipeline, clock, logger) }
            let workers = Task { await self.runWorkers() }
            let fateWriter = Task { [pipeline, logger] in
                await pipeline.fates.run { logger.error("fates could not be saved", metadata: ["error": "\($0)"]) }
            }
            await stopSignal.waitForDrain()
            let leftovers = await drain(workers)
            pipeline.fates.finish()
            await fateWriter.value
            group.cancelAll()
            await takeDown()
            return leftovers
        }
    }

    /// Asks the service to drain and stop; a second call stops it at once. Any thread, any number of times.
    package func stop() { stopSignal.raise() }

    /// Puts the sources, models, graders and rules of `configuration` in force; jobs under way keep theirs. Everything
    /// else waits for a restart.
    ///
    /// - Throws: `ConfigurationError`; the old configuration then stays in force.
    package func reload(_ configuration: Configuration) throws(ConfigurationError) {
        try refuseLongerTolerance(configuration)
        let grading = try pipeline.gradingBuilder.build(configuration)
        let sources = try Pipeline.sources(configuration, pipeline.metrics)
        pipeline.grading.replace(with: grading)
        pipeline.sources.replace(with: sources)
        logger.info("configuration reloaded", metadata: ["graders": "\(grading.suite.graders.count)"])
    }

    /// Copies of a delivery are remembered for as long as the tolerances at start wanted; one that is valid for longer
    /// would be taken twice.
    private func refuseLongerTolerance(_ configuration: Configuration) throws(ConfigurationError) {
        let longest = Pipeline.longestTolerance(pipeline.configuration)
        for (index, source) in configuration.sources.enumerated() where source.tolerance > longest {
            throw configuration.document.located(
                .init(
                    pointer: "/sources/\(index)/signature/tolerance",
                    message: "a tolerance above the \(DurationText.format(longest)) at start needs a restart"))
        }
    }

    private func runWorkers() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<pipeline.configuration.queue.workers {
                group.addTask { [pipeline] in await pipeline.worker.run(pipeline.queue) }
            }
        }
    }

    /// Stops along the flow: unready, then no more connections, then no more events, then the queue runs dry or the
    /// time is up.
    private func drain(_ workers: Task<Void, Never>) async -> Leftovers {
        let server = pipeline.configuration.server
        logger.info("draining", metadata: ["timeout": "\(DurationText.format(server.drainTimeout))"])
        pipeline.health.drain()
        listener.closesConnections = true
        await stopSignal.waitForHaste(atMost: server.drainGrace, clock)
        pipeline.intake.drain()
        listener.quiesce()
        pipeline.queue.drain()
        let isDry = await stopSignal.race(workers, atMost: server.drainTimeout, clock)
        if !isDry {
            pipeline.queue.close()
            workers.cancel()
            await workers.value
        }
        let leftovers = Leftovers(pipeline.queue.snapshot())
        ServiceLog.stopped(logger, leftovers)
        return leftovers
    }

    private func takeDown() async {
        listener.stop()
        adminListener?.stop()
        pipeline.transport.shutdown()
        await pipeline.gradingBuilder.stopProcesses()
        await pipeline.database?.close()
    }
}
