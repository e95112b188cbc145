import Evaluation
import Synchronization
import Timing

/// Stands before a judge: holds it to its budgets, pauses it while asking makes no sense, and learns from what came of
/// asking. Safe to use from any task.
package final class JudgeGate: Sendable {
    private struct State {
        var pausing: AutoPause
        var phase = BudgetStanding.Phase.open
        /// Whether a reload has put another gate in its place; it then has nothing more to tell.
        var isRetired = false
    }

    /// What became of asking to pass.
    enum Entry: Sendable {
        /// The model may be called, as it may be about the share `sampleRate` of the traces.
        case pass(AutoPause.Pass, sampleRate: Double)
        /// It may not.
        case refused(Refusal)
    }

    /// Why a model may not be called for a trace.
    struct Refusal: Sendable {
        /// What is to become of the sample when it cannot be graded without a call.
        var outcome: GradeOutcome
        /// The share of the traces about which a call would be made.
        var sampleRate: Double
        /// Whether kept replies will do whoever asked for them, since the trace is in the share and only the judge pauses.
        var takesOthers = false
        /// How far the budgets go when they are the reason.
        fileprivate var phase: BudgetStanding.Phase?
    }

    /// The judge's name in the configuration.
    package let judge: String

    private let budgets: BudgetGate
    private let clock: any TimeSource
    private let observer: any JudgeGateObserver
    private let state: Mutex<State>

    init(
        _ judge: String, policy: PausePolicy, budgets: BudgetGate, clock: any TimeSource,
        observer: any JudgeGateObserver
    ) {
        self.judge = judge
        self.budgets = budgets
        self.clock = clock
        self.observer = observer
        state = Mutex(State(pausing: AutoPause(policy: policy)))
    }

    /// The pause under way; nil when the judge is asked.
    package var pause: JudgePause? { state.withLock { $0.pausing.pause } }

    /// How far the budgets go now; nil without one.
    package var standing: BudgetStanding? { budgets.standing(at: clock.now()) }

    /// The judge's own limits with what is spent of each now.
    package var amounts: [BudgetAmount] { budgets.ownAmounts(at: clock.now()) }

    /// Asks to grade the trace with this id. Whoever gets a pass gives it back with `leave`; whoever is refused may still
    /// grade by what is kept, and says so with `turnAway` when that does not do.
    func enter(_ traceID: String) -> Entry {
        let now = clock.now()
        let standing = budgets.standing(at: now)
        let rate = standing?.rate ?? 1
        if let standing {
            note(standing)
            if let reason = Self.exclusion(of: traceID, by: standing) {
                return .refused(Refusal(outcome: .skipped(reason), sampleRate: rate, phase: standing.phase))
            }
        }
        switch state.withLock({ $0.pausing.enter(at: now) }) {
        case .pass(let pass): return .pass(pass, sampleRate: rate)
        case .refused(let pause):
            let failure = PauseRefusal(judge, pause).failure(for: traceID, at: now)
            return .refused(Refusal(outcome: .failed(failure), sampleRate: rate, takesOthers: true))
        }
    }

    /// Answers for a sample that could not be graded by what is kept.
    func turnAway(_ refusal: Refusal) -> GradeOutcome {
        if let phase = refusal.phase { observer.skippedForBudget(judge, phase) }
        return refusal.outcome
    }

    /// Gives `pass` back; `isComplete` is false when grading was cut off, which says nothing.
    ///
    /// - Returns: What is to become of the sample. A failure of credentials, quota or rate is not the sample's: it is
    ///   transient, and while the judge is paused to be tried after the pause.
    func leave(_ pass: AutoPause.Pass, _ outcome: GradeOutcome, isComplete: Bool, _ traceID: String) -> GradeOutcome {
        let now = clock.now()
        let (change, pause, isRetired) = state.withLock { state in
            let change = state.pausing.leave(pass, isComplete ? outcome : nil, at: now)
            return (change, state.pausing.pause, state.isRetired)
        }
        switch change {
        case .none: break
        case .paused(let pause) where !isRetired: observer.paused(judge, pause)
        case .resumed(let pause) where !isRetired: observer.resumed(judge, pause, byReload: false)
        case .paused, .resumed: break
        }
        return spared(outcome, pause, traceID, now)
    }

    /// Ends what is paused: from now on another gate stands before the judge.
    func retire() {
        let pause = state.withLock { state in
            state.isRetired = true
            return state.pausing.pause
        }
        if let pause { observer.resumed(judge, pause, byReload: true) }
    }

    /// Why the budgets leave the trace out; nil when they do not.
    private static func exclusion(of traceID: String, by standing: BudgetStanding) -> String? {
        switch standing.phase {
        case .open: return nil
        case .sampling:
            guard !Sampling.includes(traceID, rate: standing.rate, in: .budgets) else { return nil }
            return "budget: \(standing.percentage) % of \(standing.name) is spent, so only a share of the traces is"
                + " judged, and this one is not in it"
        case .stopped:
            return "budget: \(standing.name) is spent; the judge is asked again from \(standing.end.rfc3339)"
        }
    }

    private func note(_ standing: BudgetStanding) {
        let isNew = state.withLock { state in
            defer { state.phase = standing.phase }
            return state.phase != standing.phase && !state.isRetired
        }
        if isNew { observer.budgetChanged(judge, standing) }
    }

    private func spared(
        _ outcome: GradeOutcome, _ pause: JudgePause?, _ traceID: String, _ now: Timestamp
    ) -> GradeOutcome {
        guard case .failed(var failure) = outcome, let reason = PauseReason(failure.code), reason.sparesTheSample,
            state.withLock({ $0.pausing.watches(reason) })
        else { return outcome }
        if let pause, pause.reason == reason {
            return .failed(PauseRefusal(judge, pause).failure(for: traceID, at: now))
        }
        failure.isTransient = true
        return .failed(failure)
    }
}
