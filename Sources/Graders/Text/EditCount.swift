/// How far two texts are apart by one way of editing, in whole edits.
package struct EditCount: Sendable, Equatable {
    /// The number of edits, 0 for equal texts.
    package let distance: Int
    /// The largest number of edits that texts of these lengths can need.
    package let maximum: Int

    /// What need not be edited: maximum − distance.
    package var similarity: Int { maximum - distance }

    /// distance / maximum: from 0 for equal texts, two empty ones included, to 1.
    package var normalizedDistance: Double { maximum == 0 ? 0 : Double(distance) / Double(maximum) }

    /// 1 − distance / maximum: from 0 to 1 for equal texts, two empty ones included.
    package var normalizedSimilarity: Double { 1 - normalizedDistance }
}

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
    package func count(_ left: String, _ right: String) -> EditCount? { count(left, right, unit: .scalars) }

    /// Measures two texts as sequences of `unit`.
    func count(_ left: String, _ right: String, unit: TextUnit) -> EditCount? {
        EditMeasure(metric: self).measure(left, right, unit: unit)
    }
}

private struct EditMeasure: PairMeasure {
    let metric: EditMetric

    func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> EditCount? {
        let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
        let maximum = metric == .indel ? left.count + right.count : longer.count
        return distance(shorter, longer).map { EditCount(distance: $0, maximum: maximum) }
    }

    private func distance<Unit: BitParallelUnit>(
        _ shorter: UnsafeBufferPointer<Unit>, _ longer: UnsafeBufferPointer<Unit>
    ) -> Int? {
        switch metric {
        case .prefix: return longer.count - CommonEnds.prefix(shorter, longer)
        case .postfix: return longer.count - CommonEnds.suffix(shorter, longer, after: 0)
        case .hamming: return longer.count - zip(shorter, longer).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        default: break
        }
        // What both share at either end costs nothing and need not be looked at again.
        let start = CommonEnds.prefix(shorter, longer)
        let end = CommonEnds.suffix(shorter, longer, after: start)
        let pattern = UnsafeBufferPointer(rebasing: shorter[start..<(shorter.count - end)])
        let text = UnsafeBufferPointer(rebasing: longer[start..<(longer.count - end)])
        let cells = EditMetric.maximumCells
        switch metric {
        case .osa:
            return BandedEdits<SubstitutionKernel<TranspositionColumn>>
                .distance(pattern: pattern, text: text, cells: cells)
        case .damerauLevenshtein:
            return DamerauLevenshteinDistance.distance(pattern, text, cells: EditMetric.maximumSingleCells)
        case .indel: return BandedEdits<SubsequenceKernel>.distance(pattern: pattern, text: text, cells: cells)
        case .lcsSequence:
            // Indel = n + m − 2 × LCS, and m − LCS is asked for.
            return BandedEdits<SubsequenceKernel>.distance(pattern: pattern, text: text, cells: cells)
                .map { ($0 + text.count - pattern.count) / 2 }
        default:
            return BandedEdits<LevenshteinKernel>
                .distance(pattern: pattern, text: text, cells: cells)
        }
    }
}

/// How far two sequences agree at their ends.
enum CommonEnds {
    /// The length of the common prefix.
    static func prefix<Unit: BitParallelUnit>(
        _ shorter: UnsafeBufferPointer<Unit>, _ longer: UnsafeBufferPointer<Unit>
    ) -> Int {
        var length = 0
        while length < shorter.count && shorter[length] == longer[length] { length += 1 }
        return length
    }

    /// The length of the common suffix of what follows the first `start` units.
    static func suffix<Unit: BitParallelUnit>(
        _ shorter: UnsafeBufferPointer<Unit>, _ longer: UnsafeBufferPointer<Unit>, after start: Int
    ) -> Int {
        let most = shorter.count - start
        var length = 0
        while length < most && shorter[shorter.count - 1 - length] == longer[longer.count - 1 - length] { length += 1 }
        return length
    }
}
