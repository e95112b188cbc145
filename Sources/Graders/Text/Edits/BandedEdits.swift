/// A unit of text: a byte of ASCII, or a number as `TextUnit` gives it.
protocol BitParallelUnit: FixedWidthInteger & UnsignedInteger {}
extension UInt8: BitParallelUnit {}
extension UInt32: BitParallelUnit {}

/// One rule of editing, as machine words know it: 64 cells of a column of the table of distances in each.
///
/// The border between two bands of rows is one byte a column, in the kernel's own code.
protocol EditKernel {
    /// The border byte of a cell one above its left neighbour.
    static var rising: UInt8 { get }

    /// How far a cell lies above its left neighbour.
    static func difference(_ border: UInt8) -> Int

    /// The distance between a pattern of `rows` units, at most 256, and a text. Up to 64 rows take one word a row of
    /// positions, more take four.
    static func distance<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>
    ) -> Int

    /// Runs a band of `rows` rows, at most 256, over `columns` of the text and replaces the border above it by the one
    /// below. Left of the first column each cell is one more than the cell above it. Four words a row of positions.
    static func run<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>, columns: Range<Int>,
        border: UnsafeMutableBufferPointer<UInt8>
    )
}

/// The distance between two texts by a rule of editing, in bands of 256 rows, four words.
///
/// Each band runs over the text before the next begins, so one small table of pattern positions serves all bands and
/// the processor works on four words at a time. Long texts are first tried with few edits, k: then a band needs only
/// the columns within k of its rows (Ukkonen 1985, https://doi.org/10.1016/S0019-9958(85)80046-2). The cells outside
/// count as too dear, so what comes out is never too low, and right when it is at most k.
enum BandedEdits<Kernel: EditKernel> {
    private static var bandRows: Int { 256 }

    /// The distance between a pattern and a text that is not shorter, with nothing in common at the ends, taken from
    /// `cells`, the cells of tables that may still be worked out; nil when there are too few left.
    ///
    /// With `limit` a distance above it comes out as `limit + 1`.
    static func distance<Unit: BitParallelUnit>(
        pattern: UnsafeBufferPointer<Unit>, text: UnsafeBufferPointer<Unit>, cells: inout Int, limit: Int? = nil
    ) -> Int? {
        if let limit, text.count - pattern.count > limit { return limit + 1 }
        guard !pattern.isEmpty else { return text.count }
        let layout = PatternPositions<Unit>.Layout(count: min(pattern.count, bandRows))
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: layout.wordCount) { words in
            let positions = PatternPositions<Unit>(words, layout)
            if pattern.count <= bandRows {
                guard take(pattern.count, text.count, from: &cells) else { return nil }
                positions.fill(from: pattern)
                let distance = Kernel.distance(positions, rows: pattern.count, text: text)
                return limit.map { min(distance, $0 + 1) } ?? distance
            }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { border in
                guard let limit else { return search(pattern, positions, text: text, border: border, cells: &cells) }
                let width = min(2 * limit + bandRows, text.count)
                guard take(pattern.count, width, from: &cells) else { return nil }
                let found = pass(pattern, positions, text: text, border: border, limit: limit)
                return min(found.distance, limit + 1)
            }
        }
    }

    /// Takes a table's cells from those left; false when they are too few.
    private static func take(_ rows: Int, _ columns: Int, from cells: inout Int) -> Bool {
        let (area, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard !overflow && area <= cells else { return false }
        cells -= area
        return true
    }

    /// Runs over the whole table and leaves the last row's border, from which the distance to each prefix of the text
    /// follows.
    static func fillBorder<Unit: BitParallelUnit>(
        pattern: UnsafeBufferPointer<Unit>, text: UnsafeBufferPointer<Unit>,
        border: UnsafeMutableBufferPointer<UInt8>
    ) {
        let layout = PatternPositions<Unit>.Layout(count: bandRows)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: layout.wordCount) { words in
            _ = pass(pattern, PatternPositions(words, layout), text: text, border: border, limit: nil)
        }
    }

    /// Tries ever more edits until they are enough. Only the last try takes cells: those before it together cost no
    /// more.
    private static func search<Unit: BitParallelUnit>(
        _ pattern: UnsafeBufferPointer<Unit>, _ positions: PatternPositions<Unit>, text: UnsafeBufferPointer<Unit>,
        border: UnsafeMutableBufferPointer<UInt8>, cells: inout Int
    ) -> Int? {
        let excess = text.count - pattern.count
        var limit = pattern.count > 2 * bandRows ? excess + 64 : text.count
        while true {
            let width = min(2 * limit + bandRows, text.count)
            if width > text.count / 4 * 3 { limit = text.count }
            let isWhole = limit == text.count
            var left = cells
            guard take(pattern.count, isWhole ? text.count : width, from: &left) else { return nil }
            let found = pass(pattern, positions, text: text, border: border, limit: isWhole ? nil : limit)
            if found.distance <= limit || isWhole {
                cells = left
                return found.distance
            }
            // A pass that came to its end knows a bound, one that gave up a guess.
            limit = found.isComplete ? min(found.distance, 4 * limit) : max(found.distance / 4 * 5, 2 * limit)
        }
    }

    /// One run over the bands. With a limit it visits only the columns near the diagonal, and gives up at a row whose
    /// cells are all above the limit; the distance is then a guess by how many edits the rows so far took.
    private static func pass<Unit: BitParallelUnit>(
        _ pattern: UnsafeBufferPointer<Unit>, _ positions: PatternPositions<Unit>, text: UnsafeBufferPointer<Unit>,
        border: UnsafeMutableBufferPointer<UInt8>, limit: Int?
    ) -> (distance: Int, isComplete: Bool) {
        border.initialize(repeating: Kernel.rising)
        // The cell left of the window, on the row above the band.
        var corner = 0
        var left = 0
        var start = 0
        while start < pattern.count {
            let end = min(start + bandRows, pattern.count)
            // Two more on each side for the transposition, which looks back so far.
            let window = limit.map { max(0, start - $0 - 2)..<min(text.count, end + $0 + 2) } ?? 0..<text.count
            corner += sum(border[left..<window.lowerBound])
            left = window.lowerBound
            positions.fill(from: UnsafeBufferPointer(rebasing: pattern[start..<end]))
            Kernel.run(positions, rows: end - start, text: text, columns: window, border: border)
            corner += end - start
            if let limit, end < pattern.count {
                let least = corner + lowest(border[window])
                if least > limit { return (least * pattern.count / end, false) }
            }
            start = end
        }
        return (corner + sum(border[left...]), true)
    }

    private static func sum(_ border: Slice<UnsafeMutableBufferPointer<UInt8>>) -> Int {
        border.reduce(0) { $0 &+ Kernel.difference($1) }
    }

    /// The lowest of the sums from the left end, that of nothing included.
    private static func lowest(_ border: Slice<UnsafeMutableBufferPointer<UInt8>>) -> Int {
        var sum = 0
        var lowest = 0
        for byte in border {
            sum &+= Kernel.difference(byte)
            lowest = min(lowest, sum)
        }
        return lowest
    }
}
