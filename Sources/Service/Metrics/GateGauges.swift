import ChatModels
import Judges
import PrometheusMetrics

/// The gauges of judges that are read at scrape time: who is paused, and what is spent of which budget.
enum GateGauges {
    /// Adds them to `registry`. The grading is not held: its gates hold metrics of the registry.
    static func collect(into registry: PrometheusRegistry, grading: LiveGrading) {
        registry.collect { [weak grading] samples in
            guard let gates = grading?.current.gates else { return }
            for gate in gates.all {
                let reason = gate.pause?.reason
                for known in PauseReason.allCases {
                    samples.gauge(
                        "gradehook_judge_paused", known == reason ? 1 : 0,
                        labels: [("grader", gate.judge), ("reason", known.rawValue)])
                }
                add(gate.amounts, "gradehook_judge_budget", [("grader", gate.judge)], &samples)
            }
            add(gates.totals, "gradehook_budget", [], &samples)
        }
    }

    private static func add(
        _ amounts: [BudgetAmount], _ prefix: String, _ labels: [(String, String)], _ samples: inout CollectedSamples
    ) {
        for amount in amounts {
            let labels = labels + [("window", amount.limit.window.rawValue), ("unit", amount.limit.unit.rawValue)]
            samples.gauge("\(prefix)_spent", amount.spent, labels: labels)
            samples.gauge("\(prefix)_limit", amount.limit.amount, labels: labels)
        }
    }
}
