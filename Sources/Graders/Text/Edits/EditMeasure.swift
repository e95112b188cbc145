/// Counts the edits between two texts by one metric.
struct EditMeasure: PairMeasure {
    let metric: EditMetric
    /// Above it only that it is above matters; nil when the distance itself does.
    let limit: Int?
    /// What may still be worked out.
    var budget: EditBudget

    mutating func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> EditCount? {
        let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
        let maximum = metric == .indel ? left.count + right.count : longer.count
        guard let distance = distance(shorter, longer) else { return nil }
        guard let limit, distance > limit else { return EditCount(distance: distance, maximum: maximum) }
        return EditCount(distance: limit + 1, maximum: maximum, isLowerBound: true)
    }

    private mutating func distance<Unit: BitParallelUnit>(
        _ shorter: UnsafeBufferPointer<Unit>, _ longer: UnsafeBufferPointer<Unit>
    ) -> Int? {
        switch metric {
        case .prefix: return longer.count - CommonEnds.prefix(shorter, longer)
        case .postfix: return longer.count - CommonEnds.suffix(shorter, longer, after: 0)
        case .hamming: return longer.count - zip(shorter, longer).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        default: break
        }
        // No metric makes up for a difference in length with fewer edits.
        if let limit, longer.count - shorter.count > limit { return limit + 1 }
        // What both share at either end costs nothing and need not be looked at again.
        let start = CommonEnds.prefix(shorter, longer)
        let end = CommonEnds.suffix(shorter, longer, after: start)
        return tableDistance(
            UnsafeBufferPointer(rebasing: shorter[start..<(shorter.count - end)]),
            UnsafeBufferPointer(rebasing: longer[start..<(longer.count - end)]))
    }

    private mutating func tableDistance<Unit: BitParallelUnit>(
        _ pattern: UnsafeBufferPointer<Unit>, _ text: UnsafeBufferPointer<Unit>
    ) -> Int? {
        let excess = text.count - pattern.count
        switch metric {
        case .osa: return optimalAlignment(pattern, text, limit: limit)
        case .damerauLevenshtein: return damerauLevenshtein(pattern, text)
        case .lcsSequence:
            // Indel = n + m − 2 × LCS, and m − LCS is asked for.
            return BandedEdits<SubsequenceKernel>
                .distance(pattern: pattern, text: text, cells: &budget.cells, limit: limit.map { 2 * $0 - excess })
                .map { ($0 + excess + 1) / 2 }
        case .indel:
            return BandedEdits<SubsequenceKernel>
                .distance(pattern: pattern, text: text, cells: &budget.cells, limit: limit)
        default:
            return BandedEdits<LevenshteinKernel>
                .distance(pattern: pattern, text: text, cells: &budget.cells, limit: limit)
        }
    }

    private mutating func optimalAlignment<Unit: BitParallelUnit>(
        _ pattern: UnsafeBufferPointer<Unit>, _ text: UnsafeBufferPointer<Unit>, limit: Int?
    ) -> Int? {
        BandedEdits<SubstitutionKernel<TranspositionColumn>>
            .distance(pattern: pattern, text: text, cells: &budget.cells, limit: limit)
    }

    /// With a limit it is first asked whether `osa` is above twice the limit: whatever is put between two transposed
    /// neighbours can be substituted along with them, so that `osa` is never more than twice this distance.
    private mutating func damerauLevenshtein<Unit: BitParallelUnit>(
        _ pattern: UnsafeBufferPointer<Unit>, _ text: UnsafeBufferPointer<Unit>
    ) -> Int? {
        if let limit {
            guard let bound = optimalAlignment(pattern, text, limit: 2 * limit) else { return nil }
            if bound > 2 * limit { return limit + 1 }
        }
        return DamerauLevenshteinDistance.distance(pattern, text, cells: &budget.singleCells)
    }
}
