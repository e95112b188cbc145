import Evaluation
import HTTPClient
import Judges
import Timing

/// Tries the judges of a configuration on the attacks of `SelfTest`, for the command line: models are called as in the
/// service, nothing is written anywhere.
package final class SelfTestSession: Sendable {
    private let transport: PartitionedTransport
    private let builder: GradingBuilder
    private let suite: GraderSuite
    private let counter = CallCounter()
    private let test: SelfTest
    /// The names of the configured judges.
    package let judgeNames: [String]

    /// Builds the graders of `configuration`.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package init(_ configuration: Configuration) throws {
        transport = Pipeline.transport(configuration)
        builder = GradingBuilder(transport: transport, clock: SystemClock(), observer: counter)
        suite = try builder.build(configuration).suite
        let kinds = Set(JudgeCatalogue.kinds(models: [:]).map(\.name))
        judgeNames = suite.graders.filter { kinds.contains($0.kind) }.map(\.name)
        // More at once would only wait for a place, against its own time limit.
        test = SelfTest(width: configuration.models.map(\.maximumConcurrency).max() ?? 1)
    }

    /// What calls to models have taken so far.
    package var sums: CallCounter.Sums { counter.sums }

    /// Tries the judges called `names`, one after the other, and returns what came of each. `progress` is told the judge,
    /// and how many of how many of its grades are done.
    package func run(
        _ names: [String], progress: @escaping @Sendable (String, Int, Int) -> Void
    ) async -> SelfTestReport {
        var report = SelfTestReport()
        for name in names {
            guard let judge = suite[name], !Task.isCancelled else { continue }
            report.add(judge, await test.run(judge) { progress(name, $0, $1) })
        }
        return report
    }

    /// Ends what is still being sent, and the processes that graders have started.
    package func close() async {
        await BlockingCall.run { [transport] in transport.shutdown() }
        await builder.stopProcesses()
    }
}
