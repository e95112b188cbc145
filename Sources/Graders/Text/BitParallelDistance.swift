/// A unit of text: a byte of ASCII, or a scalar.
protocol BitParallelUnit: FixedWidthInteger & UnsignedInteger {}
extension UInt8: BitParallelUnit {}
extension UInt32: BitParallelUnit {}

/// Levenshtein distance with 64 cells of a column in one machine word.
///
/// Myers 1999 (https://doi.org/10.1145/316542.316550) in the form of Hyyrö 2003, "A bit-vector algorithm for computing
/// Levenshtein and Damerau edit distances". A longer pattern is cut in bands of 256 rows, four words. Each band runs
/// over the whole text before the next begins and leaves, for every column, the difference along its bottom row; so one
/// small table of pattern positions serves all bands, and the processor works on four words at a time.
enum BitParallelDistance {
    /// The distance between two texts, neither of which is empty.
    static func edits<Unit: BitParallelUnit>(
        pattern: UnsafeBufferPointer<Unit>, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        let lanes = pattern.count > 64 ? 4 : 1
        let wordCount = PatternPositions<Unit>.wordCount(lanes: lanes)
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordCount) { words in
            let positions = PatternPositions<Unit>(words, lanes: lanes)
            return lanes == 1
                ? singleWord(pattern, positions, text: text) : banded(pattern, positions, text: text)
        }
    }

    /// The distance from a pattern of at most 64 units.
    private static func singleWord<Unit: BitParallelUnit>(
        _ pattern: UnsafeBufferPointer<Unit>, _ positions: PatternPositions<Unit>, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        positions.fill(from: pattern)
        var column = ColumnWord()
        var distance = pattern.count
        let bottom = UInt64(pattern.count - 1)
        for unit in text {
            let step = column.advance(positions.row(of: unit)[0], Step(up: 1, down: 0))
            distance &+= Int(truncatingIfNeeded: step.up &>> bottom & 1)
            distance &-= Int(truncatingIfNeeded: step.down &>> bottom & 1)
        }
        return distance
    }

    private static func banded<Unit: BitParallelUnit>(
        _ pattern: UnsafeBufferPointer<Unit>, _ positions: PatternPositions<Unit>, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { border in
            // The row above all others goes up by one in every column.
            border.initialize(repeating: 1)
            var start = 0
            var sum = 0
            while start < pattern.count {
                let end = min(start + 256, pattern.count)
                positions.fill(from: UnsafeBufferPointer(rebasing: pattern[start..<end]))
                sum = band(positions, rows: end - start, text: text, border: border)
                start = end
            }
            // The bottom left cell is the pattern's length; the bottom row leads from there to the distance.
            return pattern.count + sum
        }
    }

    /// Runs a band of `rows` rows over the text, replaces `border` by its bottom row, and returns that row's sum.
    ///
    /// `border` holds the difference of each cell to its left neighbour: 1 for up by one, 2 for down by one.
    private static func band<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>,
        border: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var (first, second, third, fourth) = (ColumnWord(), ColumnWord(), ColumnWord(), ColumnWord())
        let lastLane = (rows - 1) / 64
        let bottom = UInt64((rows - 1) % 64)
        var sum = 0
        for index in text.indices {
            let row = positions.row(of: text[index])
            let above = UInt64(border[index])
            var step = first.advance(row[0], Step(up: above & 1, down: above >> 1))
            if lastLane > 0 { step = second.advance(row[1], step.carry) }
            if lastLane > 1 { step = third.advance(row[2], step.carry) }
            if lastLane > 2 { step = fourth.advance(row[3], step.carry) }
            let up = step.up &>> bottom & 1
            let down = step.down &>> bottom & 1
            border[index] = UInt8(truncatingIfNeeded: up | down << 1)
            sum &+= Int(truncatingIfNeeded: up) &- Int(truncatingIfNeeded: down)
        }
        return sum
    }
}

/// What happens from one column to the next: the rows whose cell goes up by one, and those whose cell goes down by one.
private struct Step {
    var up: UInt64
    var down: UInt64

    /// The last of 64 rows, as the row above the next word.
    @inline(__always)
    var carry: Step { Step(up: up >> 63, down: down >> 63) }
}

/// 64 rows of one column: the differences between each cell and the one above it.
private struct ColumnWord {
    private var positive = UInt64.max
    private var negative: UInt64 = 0

    /// Moves one column to the right. `matches` are the rows whose unit equals the column's, `above` is the step of the
    /// one row above these.
    @inline(__always)
    mutating func advance(_ matches: UInt64, _ above: Step) -> Step {
        let open = matches | above.down
        let diagonal = (((open & positive) &+ positive) ^ positive) | open | negative
        let step = Step(up: negative | ~(diagonal | positive), down: diagonal & positive)
        let up = step.up << 1 | above.up
        let down = step.down << 1 | above.down
        positive = down | ~(diagonal | up)
        negative = up & diagonal
        return step
    }
}
