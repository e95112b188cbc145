/// Says in a sentence what came of comparing answers.
enum PairwiseComment {
    /// The sentence, with the reason of the first verdict.
    static func text(_ comparisons: [PairComparison]) -> String {
        let start = comparisons.count == 1 ? one(comparisons[0]) : several(comparisons)
        let reason = comparisons.first?.verdicts.first?.reason
        return start + (reason.map { ": \($0.excerpt(600))" } ?? "")
    }

    private static func one(_ comparison: PairComparison) -> String {
        let orders = comparison.verdicts.count == 2 ? " in both orders" : ""
        switch comparison.preference {
        case .output: return "the output is better\(orders)"
        case .other: return "the other answer is better\(orders)"
        case .tie where comparison.isAgreed: return "a tie\(orders)"
        case .tie:
            let said = comparison.verdicts.map { verdict in
                "\(verdict.preference.rawValue) with the output \(verdict.isOutputFirst ? "first" : "second")"
            }
            return "a tie, since the orders disagree (\(said.joined(separator: ", ")))"
        }
    }

    private static func several(_ comparisons: [PairComparison]) -> String {
        let better = comparisons.count { $0.preference == .output }
        let tied = comparisons.count { $0.preference == .tie }
        return "better than \(better) of \(comparisons.count) answers, a tie with \(tied)"
    }
}
