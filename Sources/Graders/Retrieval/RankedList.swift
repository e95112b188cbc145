import Glibc
import JSON

/// A list of retrieved documents by their ids, best first, and the documents that are relevant.
///
/// Formulas: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", chapter 8
/// (<https://nlp.stanford.edu/IR-book/>); discounted gain: Järvelin and Kekäläinen 2002.
struct RankedList: Sendable {
    /// The gain of the document at each of the first k ranks; 0 for an irrelevant one and for one seen before.
    private let gains: [Double]
    /// How many of the first k are relevant, repeats counted each time.
    private let hitCount: Int
    /// The gains of all relevant documents, the greatest first.
    private let ideal: [Double]
    /// The number of ranks looked at, which a shorter list does not fill; nil looks at all there are.
    private let k: Int?

    /// Looks at the first `k` of `retrieved`, or at all without it. `relevance` gives the gain of each relevant id;
    /// the others have none.
    init(retrieved: [UTF8Key], relevance: [UTF8Key: Double], k: Int?) {
        self.k = k
        var seen: Set<UTF8Key> = []
        var gains: [Double] = []
        var hitCount = 0
        for id in retrieved.prefix(k ?? retrieved.count) {
            let gain = relevance[id] ?? 0
            if gain > 0 { hitCount += 1 }
            gains.append(seen.insert(id).inserted ? gain : 0)
        }
        self.gains = gains
        self.hitCount = hitCount
        ideal = relevance.values.filter { $0 > 0 }.sorted(by: >)
    }

    /// How many ranks are filled.
    var count: Int { gains.count }
    /// How many documents are relevant.
    var relevantCount: Int { ideal.count }
    /// How many different relevant documents were found.
    var foundCount: Int { gains.count { $0 > 0 } }

    /// Relevant ones in the first k / retrieved ones in the first k; nil when nothing was retrieved.
    var precision: Double? { gains.isEmpty ? nil : Double(hitCount) / Double(gains.count) }

    /// Different relevant ones found / relevant ones; nil when nothing is relevant.
    var recall: Double? { ideal.isEmpty ? nil : Double(foundCount) / Double(ideal.count) }

    /// 1 / rank of the first relevant one; 0 without one.
    var reciprocalRank: Double { gains.firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0 }

    /// Whether any relevant one was found.
    var isHit: Bool { foundCount > 0 }

    /// The mean of the precision at each relevant rank; 0 without one. Divided by the relevant ones found, or by all.
    func averagePrecision(overAll: Bool) -> Double {
        var found = 0
        var sum = 0.0
        for (rank, gain) in gains.enumerated() where gain > 0 {
            found += 1
            sum += Double(found) / Double(rank + 1)
        }
        let divisor = overAll ? k.map { min(ideal.count, $0) } ?? ideal.count : found
        return divisor == 0 ? 0 : sum / Double(divisor)
    }

    /// Σ gain / log2(rank + 1) over the same sum for the best order; nil when nothing is relevant or retrieved.
    var normalizedGain: Double? {
        guard !ideal.isEmpty, !gains.isEmpty else { return nil }
        // Without a k nothing is cut: what was not found is missing from the list, however short it is.
        return Self.discounted(gains) / Self.discounted(Array(ideal.prefix(k ?? ideal.count)))
    }

    private static func discounted(_ gains: [Double]) -> Double {
        gains.enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
    }
}
