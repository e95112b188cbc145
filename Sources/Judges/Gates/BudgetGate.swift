import ChatModels
import Timing

/// The budgets a judge is held to: its own and that of all judges.
struct BudgetGate: Sendable {
    let judge: String
    let own: Budget?
    let total: Budget?
    let meter: SpendMeter

    /// The tightest limit at `now`; nil when there is none.
    func standing(at now: Timestamp) -> BudgetStanding? {
        [(own, false), (total, true)]
            .flatMap { budget, isTotal in
                (budget?.limits ?? []).map { limit -> BudgetStanding in
                    let share = spent(on: limit, isTotal: isTotal, at: now) / limit.amount
                    return BudgetStanding(
                        limit: limit, isTotal: isTotal, share: share, rate: budget?.sampleRate(atShare: share) ?? 1,
                        end: limit.window.end(at: now))
                }
            }
            // Of two that are used up the one that lasts longer says when the judge is asked again.
            .min { ($0.rate, $1.end, $1.share) < ($1.rate, $0.end, $0.share) }
    }

    /// The judge's own limits with what is spent of each at `now`.
    func ownAmounts(at now: Timestamp) -> [BudgetAmount] {
        (own?.limits ?? []).map { BudgetAmount(limit: $0, spent: spent(on: $0, isTotal: false, at: now)) }
    }

    private func spent(on limit: Budget.Limit, isTotal: Bool, at now: Timestamp) -> Double {
        meter.spent(by: isTotal ? nil : judge, in: limit.window, at: now).amount(limit.unit)
    }
}
