/// What becomes of verdicts: a number from 0 to 1.
enum ItemMeasure: Sendable {
    /// The share of items with a good verdict.
    case share
    /// The share of items with any other verdict.
    case complement
    /// The average precision of the list in its order: the sum of precision@k over the places k of the good items, by
    /// their number; 0 when none is good
    /// (<https://nlp.stanford.edu/IR-book/html/htmledition/evaluation-of-ranked-retrieval-results-1.html>).
    case averagePrecision

    /// The number for verdicts in order, of which there is at least one; true stands for a good one.
    func value(_ good: [Bool]) -> Double {
        let count = good.count(where: { $0 })
        switch self {
        case .share: return Double(count) / Double(good.count)
        case .complement: return Double(good.count - count) / Double(good.count)
        case .averagePrecision:
            var (found, sum) = (0, 0.0)
            for (index, isGood) in good.enumerated() where isGood {
                found += 1
                sum += Double(found) / Double(index + 1)
            }
            return found == 0 ? 0 : sum / Double(found)
        }
    }
}
