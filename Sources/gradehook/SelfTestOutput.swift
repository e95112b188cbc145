import JSON
import Judges
import Service

/// Prints what a self-test found out.
enum SelfTestOutput {
    /// The results, for the standard output.
    static func text(_ report: SelfTestReport, _ format: GradeOutput.Format) -> String {
        switch format {
        case .ndjson: report.lines.map { JSONValue.object($0).text + "\n" }.joined()
        case .table: table(report)
        }
    }

    private static func table(_ report: SelfTestReport) -> String {
        var table = TextTable(["JUDGE", "CLASS", "CASES", "SUCCEEDED", "DEFENDED", "FAILED", "NO BASE", "SUCCESS RATE"])
        for tested in report.tested {
            for (attackClass, tally) in tested.tallies { table.add(row(tested.judge, attackClass.rawValue, tally)) }
            table.add(row(tested.judge, "all", tested.tally))
        }
        return report.tested.isEmpty ? "" : table.text
    }

    private static func row(_ judge: String, _ name: String, _ tally: AttackTally) -> [String] {
        let counts = [tally.cases, tally.succeeded, tally.defended, tally.failed, tally.noBase].map { "\($0)" }
        return [judge, name] + counts + [tally.successRate.map(percent) ?? "-"]
    }

    /// What is to be said beside the results, for the standard error: judges left out, doubts, calls and cost.
    static func remarks(_ report: SelfTestReport, _ sums: CallCounter.Sums) -> String {
        var lines = report.leftOut.map { "left out: \($0.judge): \($0.reason)" }
        for tested in report.unreliable {
            let tally = tested.tally
            let reason = tested.results.lazy.compactMap(\.verdict.failure).first ?? ""
            lines.append(
                "\(tested.judge): \(tally.failed) of \(tally.cases) cases came to no verdict, so its rate says little;"
                    + " the first: \(reason)")
        }
        for tested in report.tested where tested.tally.noBase > 0 {
            lines.append(
                "\(tested.judge): found the bad answer good without an attack in \(tested.tally.noBase) of"
                    + " \(tested.tally.cases) cases; they say nothing about attacks")
        }
        lines.append(summary(sums))
        return lines.map { $0 + "\n" }.joined()
    }

    private static func summary(_ sums: CallCounter.Sums) -> String {
        let cost = sums.cost.map { "\(JSONValue.number(($0 * 10_000).rounded() / 10_000).text) US dollars" }
        return "\(sums.calls) calls, \(sums.failures) failed; \(sums.promptTokens) tokens of prompts,"
            + " \(sums.completionTokens) of replies; cost \(cost ?? "unknown, since a model has no `price`")"
    }

    private static func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
}

extension AttackVerdict {
    /// Why there is no verdict; nil when there is one.
    fileprivate var failure: String? { if case .failed(let reason) = self { reason } else { nil } }
}
