/// Insertions, deletions and substitutions, where a band of 256 rows is worked on along the diagonal: each of four
/// words is one column behind the word above it, so the four do not wait for each other.
enum LevenshteinKernel: EditKernel {
    private typealias Scalar = SubstitutionKernel<SubstitutionColumn>

    static var rising: UInt8 { Scalar.rising }

    @inline(__always)
    static func difference(_ border: UInt8) -> Int { Scalar.difference(border) }

    static func distance<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        Scalar.distance(positions, rows: rows, text: text)
    }

    static func run<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>, columns: Range<Int>,
        border: UnsafeMutableBufferPointer<UInt8>
    ) {
        guard rows == 256 && columns.count > 3 else {
            return Scalar.run(positions, rows: rows, text: text, columns: columns, border: border)
        }
        var words = DiagonalWords()
        func matches(_ column: Int, _ lane: Int) -> UInt64 {
            columns.contains(column) ? positions.row(of: text[column])[lane] : 0
        }
        // A word that is not yet over the text matches nothing, which leaves it as it is.
        func edge(_ column: Int) -> UInt8 {
            let lanes = SIMD4<UInt64>(
                matches(column, 0), matches(column - 1, 1), matches(column - 2, 2), matches(column - 3, 3))
            return words.advance(lanes, above: columns.contains(column) ? border[column] : 0)
        }
        let first = columns.lowerBound
        for column in first..<(first + 3) { _ = edge(column) }
        var second = positions.row(of: text[first + 2])
        var third = positions.row(of: text[first + 1])
        var fourth = positions.row(of: text[first])
        for column in (first + 3)..<columns.upperBound {
            let row = positions.row(of: text[column])
            let lanes = SIMD4<UInt64>(row[0], second[1], third[2], fourth[3])
            border[column - 3] = words.advance(lanes, above: border[column])
            (second, third, fourth) = (row, second, third)
        }
        for column in columns.upperBound..<(columns.upperBound + 3) { border[column - 3] = edge(column) }
    }
}

/// Four words of `SubstitutionColumn`, each one column to the left of the word above it.
private struct DiagonalWords {
    private var positive = SIMD4<UInt64>(repeating: .max)
    private var negative = SIMD4<UInt64>()
    /// What the last row of each word did in its last column: the row above the next word in the column it comes to.
    private var up = SIMD4<UInt64>()
    private var down = SIMD4<UInt64>()

    /// Moves each word one column to the right; returns the border below the last.
    @inline(__always)
    mutating func advance(_ matches: SIMD4<UInt64>, above: UInt8) -> UInt8 {
        let above = UInt64(above)
        let aboveUp = SIMD4(above & 1, up[0], up[1], up[2])
        let aboveDown = SIMD4(above >> 1, down[0], down[1], down[2])
        let open = matches | aboveDown
        let diagonal = (((open & positive) &+ positive) ^ positive) | open | negative
        let rises = negative | ~(diagonal | positive)
        let falls = diagonal & positive
        let raised = (rises &+ rises) | aboveUp
        let lowered = (falls &+ falls) | aboveDown
        positive = lowered | ~(diagonal | raised)
        negative = raised & diagonal
        up = rises &>> 63
        down = falls &>> 63
        return UInt8(truncatingIfNeeded: (up | (down &+ down))[3])
    }
}
