import Evaluation
import HTTPClient
import JSON
import Judges
import Logging
import Timing

extension GradehookService {
    /// Puts the sources, models, graders and rules of `configuration` in force; jobs under way keep theirs. Everything
    /// else waits for a restart, and the log names what of it has changed.
    ///
    /// - Throws: `ConfigurationError`, or what reading the configuration throws; the old one then stays in force.
    package func reload(_ configuration: @autoclosure () throws -> Configuration) throws {
        do {
            try apply(try configuration())
        } catch {
            pipeline.metrics.reloaded(.failed)
            throw error
        }
    }

    private func apply(_ configuration: Configuration) throws(ConfigurationError) {
        try refuseLongerTolerance(configuration)
        let sources = try Pipeline.sources(configuration, pipeline.metrics)
        // Last of what may fail: it puts the limits of the models in force.
        let grading = try pipeline.gradingBuilder.build(configuration)
        let room = Pipeline.transportConfiguration(configuration)
        pipeline.transport.limit(connections: room.maximumConnections, perHost: room.maximumConnectionsPerHost)
        let replaced = pipeline.grading.current
        pipeline.grading.replace(with: grading)
        replaced.gates.retire()
        pipeline.unverified.replace(langfuse: pipeline.configuration, models: configuration)
        pipeline.sources.replace(with: sources)
        logger.info("configuration reloaded", metadata: ["graders": "\(grading.suite.graders.count)"])
        let waiting = configuration.sectionsThatWait(since: pipeline.configuration)
        if !waiting.isEmpty {
            logger.warning(
                "the configuration has changed in parts that wait for a restart",
                metadata: ["waiting": "\(waiting.joined(separator: ", "))"])
        }
        pipeline.metrics.reloaded(waiting.isEmpty ? .applied : .partial)
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
}
