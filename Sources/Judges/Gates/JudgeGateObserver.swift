/// Hears of what gates decide, for log and metrics. Called from any task; must not block.
package protocol JudgeGateObserver: Sendable {
    /// The judge was paused.
    func paused(_ judge: String, _ pause: JudgePause)

    /// The judge is asked again: a probe has succeeded, or the configuration was reloaded.
    func resumed(_ judge: String, _ pause: JudgePause, byReload: Bool)

    /// What the budgets allow the judge has come to another phase.
    func budgetChanged(_ judge: String, _ standing: BudgetStanding)

    /// The judge was not asked for want of money, in this phase.
    func skippedForBudget(_ judge: String, _ phase: BudgetStanding.Phase)
}

/// Hears nothing.
package struct SilentJudgeGateObserver: JudgeGateObserver {
    /// Creates an observer.
    package init() {}
    package func paused(_ judge: String, _ pause: JudgePause) {}
    package func resumed(_ judge: String, _ pause: JudgePause, byReload: Bool) {}
    package func budgetChanged(_ judge: String, _ standing: BudgetStanding) {}
    package func skippedForBudget(_ judge: String, _ phase: BudgetStanding.Phase) {}
}
