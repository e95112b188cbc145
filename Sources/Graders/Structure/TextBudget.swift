import Evaluation

/// Bounds what many comparisons of texts may cost together.
struct TextBudget {
    /// The sum of the products of the texts' lengths still allowed.
    private var left = TextBudget.maximumProducts

    /// The most all products may add up to: 2^33, some 0.4 s of work at 64 cells a step.
    static let maximumProducts = 1 << 33

    /// Returns the Levenshtein similarity of two texts.
    ///
    /// - Throws: `limit_exceeded` when all comparisons together would cost too much.
    mutating func similarity(_ left: String, _ right: String) throws(GradeFailure) -> Double {
        // One more each, so that many comparisons with empty texts have an end too.
        let (product, overflow) = (left.utf8.count + 1).multipliedReportingOverflow(by: right.utf8.count + 1)
        guard !overflow, product <= self.left, let edits = EditMetric.levenshtein.count(left, right)
        else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "the texts to compare are too long: the sum of the products of their lengths is above"
                    + " \(Self.maximumProducts), or a pair is too long by itself; map a smaller part of the trace")
        }
        self.left -= product
        return edits.normalizedSimilarity
    }
}
