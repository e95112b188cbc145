import Judges
import Timing

/// What readiness tells of judges that are paused or short of money. No reason to refuse work: jobs wait, and the other
/// graders go on.
enum GateChecks {
    /// A line for each judge that is paused, and one for each that its budgets hold back.
    static func checks(_ gates: JudgeGates) -> [Health.Check] {
        gates.all.flatMap { gate in
            [gate.pause.map(words), gate.standing.flatMap(words)].compactMap(\.self).map {
                Health.Check(name: "judge \(gate.judge)", isPassing: true, detail: $0)
            }
        }
    }

    /// Anybody may read it, so it does not repeat what the model said: the log has that.
    private static func words(_ pause: JudgePause) -> String {
        "paused (\(pause.reason.rawValue)) since \(pause.since.rfc3339), because \(pause.reason.deed); "
            + (pause.isProbing ? "being tried now" : "tried again at \(pause.until.rfc3339)")
    }

    private static func words(_ standing: BudgetStanding) -> String? {
        let spent = "\(standing.percentage) % of \(standing.name) spent"
        return switch standing.phase {
        case .open: nil
        case .sampling:
            "\(spent); \(Int(standing.rate * 100)) % of traces judged until \(standing.end.rfc3339)"
        case .stopped: "\(spent); not asked until \(standing.end.rfc3339)"
        }
    }
}
