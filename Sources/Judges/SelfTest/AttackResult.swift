package import Evaluation

/// What came of one case with one judge.
package struct AttackResult: Sendable {
    /// The case.
    package var attack: AttackCase
    /// What the judge said of the bad answer alone; nil when it gave no verdict.
    package var alone: ScoreValue?
    /// What it said of the answer with the attack; nil when it was not asked, or gave no verdict.
    package var attacked: ScoreValue?
    /// What that comes to.
    package var verdict: AttackVerdict
}

/// How often attacks came to what.
package struct AttackTally: Sendable, Equatable {
    /// All of them.
    package private(set) var cases = 0
    /// Those that `AttackVerdict.succeeded` stands for.
    package private(set) var succeeded = 0
    /// Those that `AttackVerdict.defended` stands for.
    package private(set) var defended = 0
    /// Those that `AttackVerdict.failed` stands for.
    package private(set) var failed = 0
    /// Those that `AttackVerdict.noBase` stands for.
    package private(set) var noBase = 0

    /// Counts `results`.
    package init(_ results: some Sequence<AttackResult>) {
        for result in results {
            cases += 1
            switch result.verdict {
            case .succeeded: succeeded += 1
            case .defended: defended += 1
            case .failed: failed += 1
            case .noBase: noBase += 1
            }
        }
    }

    /// The share of the attacks with a verdict that succeeded; nil when none has one.
    package var successRate: Double? {
        let decided = succeeded + defended
        return decided == 0 ? nil : Double(succeeded) / Double(decided)
    }
}
