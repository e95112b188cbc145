/// What happens from one column to the next: the rows whose cell goes up by one, those whose cell goes down by one, and
/// those that could be the first half of a transposition.
struct ColumnStep {
    var up: UInt64
    var down: UInt64
    var crossing: UInt64 = 0

    /// The last of 64 rows, as the row above the next word.
    @inline(__always)
    var carry: ColumnStep { ColumnStep(up: up >> 63, down: down >> 63, crossing: crossing >> 63) }

    /// The row above the first, which goes up by one in every column.
    @inline(__always)
    static var top: ColumnStep { ColumnStep(up: 1, down: 0) }
}

/// 64 rows of one column.
protocol ColumnWord {
    /// The column left of the text, each row one more than that above it.
    init()

    /// Moves one column to the right. `matches` are the rows whose unit equals the column's, `above` is the step of the
    /// one row above these.
    mutating func advance(_ matches: UInt64, _ above: ColumnStep) -> ColumnStep
}

/// Insertions, deletions and substitutions.
///
/// Myers 1999 (https://doi.org/10.1145/316542.316550) in the form of Hyyrö 2003, "A bit-vector algorithm for computing
/// Levenshtein and Damerau edit distances".
struct SubstitutionColumn: ColumnWord {
    private var positive = UInt64.max
    private var negative: UInt64 = 0

    @inline(__always)
    mutating func advance(_ matches: UInt64, _ above: ColumnStep) -> ColumnStep {
        let open = matches | above.down
        let diagonal = (((open & positive) &+ positive) ^ positive) | open | negative
        let step = ColumnStep(up: negative | ~(diagonal | positive), down: diagonal & positive)
        let up = step.up << 1 | above.up
        let down = step.down << 1 | above.down
        positive = down | ~(diagonal | up)
        negative = up & diagonal
        return step
    }
}

/// The same with transpositions of neighbours, none of which is edited again ("optimal string alignment").
struct TranspositionColumn: ColumnWord {
    private var positive = UInt64.max
    private var negative: UInt64 = 0
    private var lastDiagonal: UInt64 = 0
    private var lastMatches: UInt64 = 0

    @inline(__always)
    mutating func advance(_ matches: UInt64, _ above: ColumnStep) -> ColumnStep {
        let crossing = ~lastDiagonal & matches
        let transposed = (crossing << 1 | above.crossing) & lastMatches
        let open = matches | above.down
        let diagonal = (((open & positive) &+ positive) ^ positive) | open | negative | transposed
        let step = ColumnStep(
            up: negative | ~(diagonal | positive), down: diagonal & positive, crossing: crossing)
        let up = step.up << 1 | above.up
        let down = step.down << 1 | above.down
        positive = down | ~(diagonal | up)
        negative = up & diagonal
        lastDiagonal = diagonal
        lastMatches = matches
        return step
    }
}

/// Distances with substitutions, column by column. In the border 1 stands for up by one, 2 for down by one, 4 for the
/// first half of a transposition.
enum SubstitutionKernel<Column: ColumnWord>: EditKernel {
    static var rising: UInt8 { 1 }

    @inline(__always)
    static func difference(_ border: UInt8) -> Int { Int(border & 1) &- Int(border &>> 1 & 1) }

    static func distance<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        rows <= 64 ? single(positions, rows: rows, text: text) : fourfold(positions, rows: rows, text: text)
    }

    private static func single<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        var column = Column()
        var distance = rows
        let bottom = UInt64(rows - 1)
        for unit in text {
            let step = column.advance(positions.row(of: unit)[0], .top)
            distance &+= Int(truncatingIfNeeded: step.up &>> bottom & 1)
            distance &-= Int(truncatingIfNeeded: step.down &>> bottom & 1)
        }
        return distance
    }

    private static func fourfold<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        var (first, second, third, fourth) = (Column(), Column(), Column(), Column())
        var distance = rows
        let lastLane = (rows - 1) / 64
        let bottom = UInt64((rows - 1) % 64)
        for unit in text {
            let row = positions.row(of: unit)
            var step = first.advance(row[0], .top)
            step = second.advance(row[1], step.carry)
            if lastLane > 1 { step = third.advance(row[2], step.carry) }
            if lastLane > 2 { step = fourth.advance(row[3], step.carry) }
            distance &+= Int(truncatingIfNeeded: step.up &>> bottom & 1)
            distance &-= Int(truncatingIfNeeded: step.down &>> bottom & 1)
        }
        return distance
    }

    static func run<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>, columns: Range<Int>,
        border: UnsafeMutableBufferPointer<UInt8>
    ) {
        var (first, second, third, fourth) = (Column(), Column(), Column(), Column())
        let lastLane = (rows - 1) / 64
        let bottom = UInt64((rows - 1) % 64)
        for index in columns {
            let row = positions.row(of: text[index])
            let above = UInt64(border[index])
            var step = first.advance(
                row[0], ColumnStep(up: above & 1, down: above >> 1 & 1, crossing: above >> 2))
            if lastLane > 0 { step = second.advance(row[1], step.carry) }
            if lastLane > 1 { step = third.advance(row[2], step.carry) }
            if lastLane > 2 { step = fourth.advance(row[3], step.carry) }
            let up = step.up &>> bottom & 1
            let down = step.down &>> bottom & 1
            let crossing = step.crossing &>> bottom & 1
            border[index] = UInt8(truncatingIfNeeded: up | down << 1 | crossing << 2)
        }
    }
}
