/// The ratios of RapidFuzz's `fuzz`, from 0 to 1 instead of 100.
enum FuzzyRatio: String, CaseIterable, Sendable {
    case ratio
    case partialRatio = "partial_ratio"
    case tokenSortRatio = "token_sort_ratio"
    case tokenSetRatio = "token_set_ratio"
    case tokenRatio = "token_ratio"
    case partialTokenSortRatio = "partial_token_sort_ratio"
    case partialTokenSetRatio = "partial_token_set_ratio"
    case partialTokenRatio = "partial_token_ratio"
    case wratio
    case qratio

    /// How many cells of tables of distances one grade may cost, 2^31, some 50 to 100 ms.
    static let maximumCells = 1 << 31

    /// The ratio of two texts, whose cells are taken from `budget`; nil when it has too few left.
    func of(_ left: String, _ right: String, unit: TextUnit, budget: inout EditBudget) -> Double? {
        switch self {
        case .ratio: return Self.plain(left, right, unit, &budget)
        case .partialRatio: return PartialRatio.ratio(left, right, unit: unit, budget: &budget)
        case .qratio: return left.isEmpty || right.isEmpty ? 0 : Self.plain(left, right, unit, &budget)
        case .wratio: return Self.weighted(left, right, unit, &budget)
        default: return WordSetRatio(left, right, unit: unit).ratio(self, &budget)
        }
    }

    /// The Indel ratio.
    static func plain(_ left: String, _ right: String, _ unit: TextUnit, _ budget: inout EditBudget) -> Double? {
        EditMetric.indel.count(left, right, unit: unit, budget: &budget)?.normalizedSimilarity
    }

    /// The best of several ratios, each weighed by how much it overlooks.
    private static func weighted(
        _ left: String, _ right: String, _ unit: TextUnit, _ budget: inout EditBudget
    ) -> Double? {
        let leftLength = Double(unit.count(left))
        let rightLength = Double(unit.count(right))
        guard leftLength > 0 && rightLength > 0 else { return 0 }
        guard let plain = plain(left, right, unit, &budget) else { return nil }
        let words = WordSetRatio(left, right, unit: unit)
        let lengthRatio = max(leftLength / rightLength, rightLength / leftLength)
        if lengthRatio < 1.5 { return words.ratio(.tokenRatio, &budget).map { max(plain, 0.95 * $0) } }
        let partialScale = lengthRatio <= 8 ? 0.9 : 0.6
        guard let partial = PartialRatio.ratio(left, right, unit: unit, budget: &budget),
            let token = words.ratio(.partialTokenRatio, &budget)
        else { return nil }
        return max(plain, partialScale * partial, 0.95 * partialScale * token)
    }
}
