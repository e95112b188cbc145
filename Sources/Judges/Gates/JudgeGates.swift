package import ChatModels
import Synchronization
package import Timing

/// The gates of one configuration. A reload makes new ones, so that nothing is paused any more; what was spent is kept
/// by the meter, which both share. Safe to use from any task.
package final class JudgeGates: Sendable {
    /// Counts what judges spend.
    package let meter: SpendMeter

    private let policy: PausePolicy
    private let total: Budget?
    private let clock: any TimeSource
    private let observer: any JudgeGateObserver
    private let made = Mutex<[JudgeGate]>([])

    /// Creates gates that pause by `policy` and hold all judges together to `total`.
    package init(
        policy: PausePolicy, total: Budget? = nil, meter: SpendMeter, clock: any TimeSource,
        observer: any JudgeGateObserver = SilentJudgeGateObserver()
    ) {
        self.policy = policy
        self.total = total
        self.meter = meter
        self.clock = clock
        self.observer = observer
    }

    /// Every gate, in the order of the configuration.
    package var all: [JudgeGate] { made.withLock { $0 } }

    /// The limits of all judges together, with what is spent of each now.
    package var totals: [BudgetAmount] {
        let now = clock.now()
        return (total?.limits ?? []).map { limit in
            BudgetAmount(limit: limit, spent: meter.spent(by: nil, in: limit.window, at: now).amount(limit.unit))
        }
    }

    /// Makes the gate of a judge.
    func gate(for judge: String, budget: Budget?) -> JudgeGate {
        let gate = JudgeGate(
            judge, policy: policy, budgets: BudgetGate(judge: judge, own: budget, total: total, meter: meter),
            clock: clock, observer: observer)
        made.withLock { $0.append(gate) }
        return gate
    }

    /// Says of every judge that is paused that it is asked again, since other gates are in force.
    package func retire() { for gate in all { gate.retire() } }
}
