/// The best Indel ratio of the shorter text with any part of the longer one that is no longer than it.
///
/// Equals RapidFuzz's `fuzz.partial_ratio` / 100. Of two texts of one length each is cut in turn.
enum PartialRatio {
    /// The ratio from 0 to 1, whose cells are taken from `budget`; nil when it has too few left.
    static func ratio(_ left: String, _ right: String, unit: TextUnit, budget: inout EditBudget) -> Double? {
        var measure = PartialMeasure(cells: budget.cells)
        defer { budget.cells = measure.cells }
        return measure.measure(left, right, unit: unit)
    }
}

private struct PartialMeasure: PairMeasure {
    var cells: Int

    mutating func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> Double? {
        let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
        guard !shorter.isEmpty else { return longer.isEmpty ? 1 : 0 }
        guard let best = best(pattern: shorter, text: longer) else { return nil }
        guard best < 1 && shorter.count == longer.count else { return best }
        return self.best(pattern: longer, text: shorter).map { max(best, $0) }
    }

    private mutating func best<Unit: BitParallelUnit>(
        pattern: UnsafeBufferPointer<Unit>, text: UnsafeBufferPointer<Unit>
    ) -> Double? {
        var search = PartialSearch(pattern: pattern, text: text, cells: cells)
        defer { cells = search.cells }
        return search.best()
    }
}

private struct PartialSearch<Unit: BitParallelUnit> {
    private let pattern: UnsafeBufferPointer<Unit>
    private let text: UnsafeBufferPointer<Unit>
    private(set) var cells: Int
    /// Distances of windows already measured are at most this, for the next to be worth measuring.
    private var leastDistance = Int.max

    init(pattern: UnsafeBufferPointer<Unit>, text: UnsafeBufferPointer<Unit>, cells: Int) {
        self.pattern = pattern
        self.text = text
        self.cells = cells
    }

    mutating func best() -> Double? {
        guard spend(2) else { return nil }
        let start = UnsafeBufferPointer(rebasing: text[..<pattern.count])
        let end = UnsafeBufferPointer(rebasing: text[(text.count - pattern.count)...])
        let ends = max(
            Self.bestPrefix(pattern: pattern, text: start),
            Self.reversed(pattern) { pattern in Self.reversed(end) { Self.bestPrefix(pattern: pattern, text: $0) } })
        guard ends < 1 else { return 1 }
        guard searchWindows(from: 0, through: text.count - pattern.count) else { return nil }
        return max(ends, 1 - Double(leastDistance) / Double(2 * pattern.count))
    }

    /// The best ratio of the pattern with a beginning of the text, by one run over the table.
    private static func bestPrefix(pattern: UnsafeBufferPointer<Unit>, text: UnsafeBufferPointer<Unit>) -> Double {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { border in
            BandedEdits<SubsequenceKernel>.fillBorder(pattern: pattern, text: text, border: border)
            var distance = pattern.count
            var best = 0.0
            for index in text.indices {
                distance += SubsequenceKernel.difference(border[index])
                best = max(best, 1 - Double(distance) / Double(pattern.count + index + 1))
            }
            return best
        }
    }

    private static func reversed<T>(
        _ text: UnsafeBufferPointer<Unit>, _ body: (UnsafeBufferPointer<Unit>) -> T
    ) -> T {
        withUnsafeTemporaryAllocation(of: Unit.self, capacity: text.count) { copy in
            _ = copy.initialize(from: text.reversed())
            return body(UnsafeBufferPointer(copy))
        }
    }

    /// Measures the windows of the pattern's length from `first` to `last`. One step aside changes the distance by at
    /// most 2, so between two windows that are far off nothing near can lie. False when the cells are used up.
    private mutating func searchWindows(from first: Int, through last: Int) -> Bool {
        guard let firstDistance = distance(at: first), let lastDistance = distance(at: last) else { return false }
        var open = [(first, firstDistance, last, lastDistance)]
        while let (lower, lowerDistance, upper, upperDistance) = open.popLast() {
            let bound = (lowerDistance + upperDistance) / 2 - (upper - lower)
            guard upper - lower > 1 && bound < leastDistance else { continue }
            let middle = (lower + upper) / 2
            guard let middleDistance = distance(at: middle) else { return false }
            open.append((middle, middleDistance, upper, upperDistance))
            open.append((lower, lowerDistance, middle, middleDistance))
        }
        return true
    }

    private mutating func distance(at offset: Int) -> Int? {
        guard spend(1) else { return nil }
        let window = UnsafeBufferPointer(rebasing: text[offset..<(offset + pattern.count)])
        // The cells were taken above.
        var unlimited = Int.max
        guard
            let distance = BandedEdits<SubsequenceKernel>
                .distance(pattern: pattern, text: window, cells: &unlimited)
        else { return nil }
        leastDistance = min(leastDistance, distance)
        return distance
    }

    /// Takes the cells of so many tables from those left; a small table costs as much as one of 256 rows.
    private mutating func spend(_ tables: Int) -> Bool {
        let (rows, overflow) = max(pattern.count, 256).multipliedReportingOverflow(by: pattern.count)
        guard !overflow && rows <= cells / tables else { return false }
        cells -= tables * rows
        return true
    }
}
