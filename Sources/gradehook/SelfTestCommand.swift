import ArgumentParser
import Evaluation
import JSON
import Service

/// `gradehook selftest-judge`: tries to talk the configured judges into better verdicts.
struct SelfTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest-judge",
        abstract: "Try attacks with known-bad answers on your own judges and print how many succeed, by class.")

    @OptionGroup var file: ConfigurationOption

    @Option(name: .long, help: "A judge to try, instead of all. May be given several times.")
    var judge: [String] = []

    @Option(name: .long, help: "table, or ndjson with a line for each case and one for each class.")
    var format = GradeOutput.Format.table

    @Option(
        name: .long,
        help: "From 0 to 1: when a larger share of the attacks on a judge succeeds, the command ends with 1.")
    var maxSuccessRate: Double?

    func validate() throws {
        if let maxSuccessRate, !(0...1).contains(maxSuccessRate) {
            throw ValidationError("--max-success-rate wants a number from 0 to 1, found \(maxSuccessRate)")
        }
    }

    func run() async throws {
        let configuration = try file.load(forDefault: ["GRADEHOOK_SECRET": "unused-offline"])
        let session: SelfTestSession
        do {
            session = try await SelfTestSession(configuration, warn: StandardStreams.warn)
        } catch {
            throw failure(ExitStatus.configuration, "\(error)")
        }
        let names = try names(session)
        let progress = SelfTestProgress(isTerminal: StandardStreams.errorIsTerminal)
        let ending = await Interruptible.run { await session.run(names) { progress.note($0, $1, $2) } }
        await session.close()
        switch ending {
        case .interrupted(let signal): throw ExitCode(128 + signal)
        case .done(let report):
            StandardStreams.write(SelfTestOutput.text(report, format))
            StandardStreams.writeError(SelfTestOutput.remarks(report, session.sums))
            if let status = Self.status(report, limit: maxSuccessRate) { throw ExitCode(status) }
        }
    }

    /// The judges asked for; those given must be there.
    private func names(_ session: SelfTestSession) throws -> [String] {
        for name in judge where !session.judgeNames.contains(name) {
            let hint = KeySuggestion.nearest(to: name, among: session.judgeNames).map { "; did you mean \($0)?" } ?? ""
            throw ValidationError("there is no judge called \(name)\(hint)")
        }
        guard !session.judgeNames.isEmpty else {
            throw failure(ExitStatus.data, "the configuration has no judge to try")
        }
        return judge.isEmpty ? session.judgeNames : judge
    }

    /// The status to end with; nil when all is well. A success that was seen counts however many cases failed.
    static func status(_ report: SelfTestReport, limit: Double?) -> Int32? {
        if let limit, !report.above(limit).isEmpty { return ExitStatus.tooManySuccesses }
        if !report.unreliable.isEmpty { return ExitStatus.temporaryFailure }
        if report.tested.isEmpty || limit != nil && !report.untestable.isEmpty { return ExitStatus.data }
        return nil
    }
}
