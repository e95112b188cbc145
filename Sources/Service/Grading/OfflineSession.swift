import ChatModels
import Evaluation
import HTTPClient
import JSON
import Langfuse
import Timing

/// Grades traces without a server, for the command line: models and Langfuse are called as in the service.
package final class OfflineSession: Sendable {
    private let transport: PartitionedTransport
    private let grader: OfflineGrader
    private let builder: GradingBuilder
    private let steps: StepKeeping
    private let clock = SystemClock()
    /// The names of the configured graders.
    package let graderNames: [String]

    /// Builds the graders of `configuration`. Judges go by the evaluation steps that a service has kept; `warn` is told why
    /// these cannot be read.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package init(_ configuration: Configuration, warn: @escaping @Sendable (_ message: String) -> Void) async throws {
        steps = await StepKeeping.openForReading(configuration, trouble: warn)
        transport = Pipeline.transport(configuration)
        let cache = configuration.cache.isEnabled ? ResponseCache(limits: configuration.cache.limits, time: clock) : nil
        builder = GradingBuilder(
            transport: transport, clock: clock, observer: SilentChatModelObserver(), cache: cache,
            steps: steps.library)
        let grading = try builder.build(configuration)
        let langfuse = try Pipeline.langfuse(configuration, transport, clock, SilentLangfuseObserver())
        grader = OfflineGrader(grading: grading, project: configuration.project, traceSource: langfuse?.reader)
        graderNames = grading.suite.graders.map(\.name)
    }

    /// Grades one trace object or event: with `graders`, or with those the rules name.
    ///
    /// - Throws: `JSONParseError`, `JSONReadError` or `TraceSourceError`, with the place of what is wrong.
    package func grade(_ bytes: [UInt8], graders: [String]?) async throws -> [OfflineGrader.Row] {
        let event = try OfflineGrader.event(JSONValue(parsing: bytes))
        return try await grader.grade(event, graders: graders, now: clock.now())
    }

    /// Ends what is still being sent, and the processes that graders have started.
    package func close() async {
        await BlockingCall.run { [transport] in transport.shutdown() }
        await builder.stopProcesses()
        await steps.close()
    }
}
