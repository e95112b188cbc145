import ChatModels
import Evaluation
import JSON

extension GraderKind {
    /// The same kind, whose judges stand behind one of `gates` each and may have a `budget`.
    ///
    /// Without gates the budget is read and that is all.
    func gated(by gates: JudgeGates?) -> GraderKind {
        var kind = self
        kind.parameters.append(Self.budget)
        kind.make = { reader, resources throws(JSONReadError) in
            let built = try make(&reader, resources)
            let section = try reader.reader("budget")
            // An `if` and no `map`, which would lose the type of the error.
            let budget: Budget? = if let section { try Budget(from: section) } else { nil }
            guard let gates, case .grader(let judge) = built else { return built }
            return .grader(GatedJudge(judge, behind: gates.gate(for: resources.graderName, budget: budget)))
        }
        return kind
    }

    private static let budget = Parameter(
        "budget", type: "object",
        "The most it may spend: any of `daily_usd`, `monthly_usd`, `daily_tokens`, `monthly_tokens`, `daily_calls` and"
            + " `monthly_calls`, in UTC. From `sample_from` of a limit on, 0.8 unless told, fewer and fewer traces are"
            + " judged, and none at the limit; the others are skipped, but for those that were judged before and whose"
            + " replies are kept.")
}
