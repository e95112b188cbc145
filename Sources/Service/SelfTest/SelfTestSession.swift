import Evaluation
import HTTPClient
import JSON
import Judges
import Timing

/// Tries the judges of a configuration on the attacks of `SelfTest`, for the command line: models are called as in the
/// service, nothing is written anywhere.
package final class SelfTestSession: Sendable {
    private let transport: PartitionedTransport
    private let builder: GradingBuilder
    private let steps: StepKeeping
    private let suite: GraderSuite
    private let counter = CallCounter()
    private let test: SelfTest
    /// The names of the configured judges that have a prompt.
    package let judgeNames: [String]
    /// The names of those that have none.
    private let promptless: [String]

    /// Builds the graders of `configuration`, without their budgets: a judge that may spend no more gives no verdict. Judges
    /// go by the evaluation steps that a service has kept; `warn` is told why these cannot be read.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package init(_ configuration: Configuration, warn: @escaping @Sendable (_ message: String) -> Void) async throws {
        steps = await StepKeeping.openForReading(configuration, trouble: warn)
        transport = Pipeline.transport(configuration)
        builder = GradingBuilder(transport: transport, clock: SystemClock(), observer: counter, steps: steps.library)
        suite = try builder.build(Self.withoutBudgets(configuration)).suite
        // Where votes make sense there is a prompt.
        let kinds = Dictionary(grouping: JudgeCatalogue.kinds(models: [:])) { kind in
            kind.parameters.contains { $0.name == "votes" }
        }.mapValues { Set($0.map(\.name)) }
        judgeNames = suite.graders.filter { kinds[true]?.contains($0.kind) == true }.map(\.name)
        promptless = suite.graders.filter { kinds[false]?.contains($0.kind) == true }.map(\.name)
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
        // Whoever names judges does not ask about others.
        if names == judgeNames {
            for name in promptless { report.leaveOut(name, "it has no prompt that could be attacked") }
        }
        return report
    }

    private static func withoutBudgets(_ configuration: Configuration) -> Configuration {
        var configuration = configuration
        configuration.budget = nil
        configuration.graders = configuration.graders.map { reader in
            var object = reader.object
            object["budget"] = nil
            return reader.over(object)
        }
        return configuration
    }

    /// Ends what is still being sent, and the processes that graders have started.
    package func close() async {
        await BlockingCall.run { [transport] in transport.shutdown() }
        await builder.stopProcesses()
        await steps.close()
    }
}
