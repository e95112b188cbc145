/// Ways of editing one text into another.
///
/// Each equals the distance of that name in RapidFuzz.
package enum EditMetric: String, Sendable, CaseIterable {
    /// Insertions, deletions and substitutions.
    case levenshtein
    /// The same and transpositions of neighbours, none of which is edited again (optimal string alignment).
    case osa
    /// The same, where what was transposed may be edited again.
    case damerauLevenshtein = "damerau_levenshtein"
    /// Insertions and deletions.
    case indel
    /// What the longer text has beyond the longest common subsequence.
    case lcsSequence = "lcs_seq"
    /// Substitutions, and what one text is longer at its end.
    case hamming
    /// What the longer text has beyond the common prefix.
    case prefix
    /// What the longer text has beyond the common suffix.
    case postfix

    /// How many cells of the table of distances are worked out at most, 2^30: the work of two texts of 32,768 scalars,
    /// some 25 to 50 ms. Texts that are alike need fewer, so they may be longer.
    package static let maximumCells = 1 << 30
    /// The same for `damerauLevenshtein`, whose cells are worked out one by one.
    package static let maximumSingleCells = 1 << 23

    /// Measures two texts, which are sequences of Unicode scalars; nil when that costs more than `maximumCells`.
    package func count(_ left: String, _ right: String) -> EditCount? {
        var budget = EditBudget()
        return count(left, right, unit: .scalars, budget: &budget)
    }

    /// Measures two texts as sequences of `unit`, taking the cells worked out from `budget`; nil when too few are left.
    ///
    /// With `limit` it is only found out whether the distance is above it.
    func count(
        _ left: String, _ right: String, unit: TextUnit, budget: inout EditBudget, limit: Int? = nil
    ) -> EditCount? {
        var measure = EditMeasure(metric: self, limit: limit, budget: budget)
        defer { budget = measure.budget }
        return measure.measure(left, right, unit: unit)
    }
}
