import ChatModels
import CoreMetrics
import Judges
import Logging
import Timing

/// Says in log and metrics what the gates before judges decide.
struct GateReporter: JudgeGateObserver {
    private let logger: Logger
    private let pauses: LabelledMetric<Counter>
    private let skips: LabelledMetric<Counter>

    init(factory: any MetricsFactory & Sendable, logger: Logger) {
        self.logger = logger
        pauses = LabelledMetric(["grader", "reason"]) {
            Counter(label: "gradehook_judge_pauses_total", dimensions: $0, factory: factory)
        }
        skips = LabelledMetric(["grader", "phase"]) {
            Counter(label: "gradehook_judge_budget_skips_total", dimensions: $0, factory: factory)
        }
    }

    func paused(_ judge: String, _ pause: JudgePause) {
        pauses[judge, pause.reason.rawValue].increment()
        logger.error(
            "judge paused",
            metadata: [
                "grader": "\(judge)", "reason": "\(pause.reason.rawValue)", "failures": "\(pause.failures)",
                "until": "\(pause.until.rfc3339)", "cause": "\(pause.cause)",
                "advice": "\(pause.reason.advice); SIGHUP resumes at once",
            ])
    }

    func resumed(_ judge: String, _ pause: JudgePause, byReload: Bool) {
        logger.info(
            "judge resumed",
            metadata: [
                "grader": "\(judge)", "reason": "\(pause.reason.rawValue)", "since": "\(pause.since.rfc3339)",
                "by": byReload ? "reload" : "probe",
            ])
    }

    func budgetChanged(_ judge: String, _ standing: BudgetStanding) {
        let facts: Logger.Metadata = [
            "grader": "\(judge)", "limit": "\(standing.limit.key)",
            "of": standing.isTotal ? "all judges" : "this judge",
            "spent": "\(standing.percentage) %", "until": "\(standing.end.rfc3339)",
        ]
        switch standing.phase {
        case .open: logger.info("budget open again; every trace is judged", metadata: facts)
        case .sampling: logger.warning("budget nearly spent; only a share of the traces is judged", metadata: facts)
        case .stopped: logger.error("budget spent; the judge is not asked", metadata: facts)
        }
    }

    func skippedForBudget(_ judge: String, _ phase: BudgetStanding.Phase) {
        skips[judge, phase.rawValue].increment()
    }
}
