import Evaluation

/// Bounds what comparing the arguments of many calls may cost together.
struct ComparisonBudget {
    /// How many values may be compared for one sample, some 0.5 s of work.
    static let maximumValues = 5_000_000

    private var left = Self.maximumValues

    /// Counts values about to be compared.
    ///
    /// - Throws: `limit_exceeded` when all comparisons together would cost too much.
    mutating func spend(_ values: Int) throws(GradeFailure) {
        left -= values
        guard left >= 0 else {
            throw GradeFailure(
                code: .limitExceeded,
                message:
                    "more than \(Self.maximumValues) values of arguments would have to be compared; set `args: ignore`"
                    + " or map fewer calls")
        }
    }
}
