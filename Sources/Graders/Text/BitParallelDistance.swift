/// A unit of text: a byte of ASCII, or a scalar.
protocol BitParallelUnit: FixedWidthInteger & UnsignedInteger {}
extension UInt8: BitParallelUnit {}
extension UInt32: BitParallelUnit {}

/// Levenshtein distance with 64 cells of a column in one machine word.
///
/// Myers 1999 (https://doi.org/10.1145/316542.316550) in the form of Hyyrö 2003, "A bit-vector algorithm for computing
/// Levenshtein and Damerau edit distances". A longer pattern is cut in blocks of 64 rows. Each block runs over the
/// whole text before the next begins and leaves, for every column, the difference along its bottom row; so one small
/// table of pattern positions serves all blocks.
enum BitParallelDistance {
    /// The distance between two texts, neither of which is empty.
    static func edits<Unit: BitParallelUnit>(
        pattern: UnsafeBufferPointer<Unit>, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: PatternPositions<Unit>.wordCount) { words in
            let positions = PatternPositions<Unit>(words)
            guard pattern.count > 64 else {
                positions.fill(from: pattern)
                return singleBlock(positions, patternCount: pattern.count, text: text)
            }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { border in
                border.initialize(repeating: Border.increase)
                var start = 0
                while pattern.count - start > 64 {
                    positions.fill(from: UnsafeBufferPointer(rebasing: pattern[start..<(start + 64)]))
                    _ = block(positions, rows: 64, text: text, border: border)
                    start += 64
                }
                positions.fill(from: UnsafeBufferPointer(rebasing: pattern[start...]))
                // The bottom left cell is the pattern's length; the bottom row leads from there to the distance.
                return pattern.count + block(positions, rows: pattern.count - start, text: text, border: border)
            }
        }
    }

    /// The difference between a cell of a bottom row and its left neighbour, as two bits.
    private enum Border {
        static let increase: UInt8 = 1
        static let decrease: UInt8 = 2
    }

    private static func singleBlock<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, patternCount: Int, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        var column = BlockColumn()
        var distance = patternCount
        let bottom = UInt64(patternCount - 1)
        for unit in text {
            let (increase, decrease) = column.advance(positions[unit], increase: 1, decrease: 0)
            distance += Int(truncatingIfNeeded: increase &>> bottom & 1)
            distance -= Int(truncatingIfNeeded: decrease &>> bottom & 1)
        }
        return distance
    }

    /// Runs one block of `rows` rows over the text, replaces `border` by its bottom row, and returns that row's sum.
    private static func block<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>,
        border: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var column = BlockColumn()
        var sum = 0
        let bottom = UInt64(rows - 1)
        for index in text.indices {
            let above = UInt64(border[index])
            let (increase, decrease) = column.advance(positions[text[index]], increase: above & 1, decrease: above >> 1)
            let up = increase &>> bottom & 1
            let down = decrease &>> bottom & 1
            border[index] = UInt8(truncatingIfNeeded: up | down << 1)
            sum += Int(truncatingIfNeeded: up) - Int(truncatingIfNeeded: down)
        }
        return sum
    }
}

/// One column of a block: the differences between each cell and the one above it.
private struct BlockColumn {
    private var positive = UInt64.max
    private var negative: UInt64 = 0

    /// Moves one column to the right.
    ///
    /// - Parameters:
    ///   - matches: The rows whose unit equals the column's.
    ///   - increase: 1 when the row above the block goes up by one here.
    ///   - decrease: 1 when it goes down by one.
    /// - Returns: The rows that go up by one and those that go down by one.
    @inline(__always)
    mutating func advance(
        _ matches: UInt64, increase: UInt64, decrease: UInt64
    ) -> (increase: UInt64, decrease: UInt64) {
        let open = matches | decrease
        let diagonal = (((open & positive) &+ positive) ^ positive) | open | negative
        let up = negative | ~(diagonal | positive)
        let down = diagonal & positive
        let shiftedUp = up << 1 | increase
        let shiftedDown = down << 1 | decrease
        positive = shiftedDown | ~(diagonal | shiftedUp)
        negative = shiftedUp & diagonal
        return (up, down)
    }
}
