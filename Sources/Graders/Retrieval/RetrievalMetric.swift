/// How a ranked list is measured.
enum RetrievalMetric: String, CaseIterable, Sendable {
    case precision = "precision_at_k"
    case recall = "recall_at_k"
    case reciprocalRank = "mrr"
    case hit = "hit_at_k"
    case averagePrecision = "average_precision"
    case normalizedGain = "ndcg_at_k"

    /// What it says, in a sentence.
    var summary: String {
        switch self {
        case .precision: "Which share of the retrieved documents is relevant."
        case .recall: "Which share of the relevant documents was retrieved."
        case .reciprocalRank: "How early the first relevant document comes."
        case .hit: "Whether any relevant document was retrieved."
        case .averagePrecision: "How early the relevant documents come, all of them counted."
        case .normalizedGain: "How near the order of the retrieved documents is to the best one."
        }
    }

    /// What all of them say of empty lists.
    static let emptyLists =
        "Empty lists: nothing relevant is a failure (invalid_input) for every metric; nothing retrieved is 0 for"
        + " recall_at_k, mrr, hit_at_k (false) and average_precision, and a failure for precision_at_k and ndcg_at_k."

    /// The formula; `emptyLists` goes with it.
    var formula: String {
        switch self {
        case .precision: "relevant in the first k / retrieved in the first k, repeats counted each time."
        case .recall: "different relevant ones in the first k / all relevant ones."
        case .reciprocalRank: "1 / rank of the first relevant one; 0 when there is none in the first k."
        case .hit: "Whether a relevant one is in the first k."
        case .averagePrecision:
            "The sum of precision@i over the ranks i of relevant ones / the relevant ones found, or with divide_by:"
                + " relevant / the smaller of k, when it is given, and all relevant ones; 0 when none is found. Repeats count once."
        case .normalizedGain:
            "DCG / DCG of the best order of all relevant ones (of k at most, when it is given), DCG = sum of gain / log2(rank + 1); gains are 1 unless graded. Repeats count"
                + " once."
        }
    }
}
