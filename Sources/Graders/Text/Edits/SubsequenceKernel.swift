/// The distance with insertions and deletions only ("Indel"): n + m − 2 × the longest common subsequence.
///
/// Hyyrö 2004, "Bit-parallel LCS-length computation revisited". A clear bit is a row where the subsequence grows; the
/// carry out of the last row says whether it does in this column. In the border 1 stands for a column where it grows,
/// whose cell lies one below its left neighbour.
enum SubsequenceKernel: EditKernel {
    static var rising: UInt8 { 0 }

    @inline(__always)
    static func difference(_ border: UInt8) -> Int { 1 &- 2 &* Int(border) }

    static func distance<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>
    ) -> Int {
        guard rows <= 64 else { return rows + text.count - 2 * length(positions, text) }
        var open = UInt64.max
        for unit in text { _ = advance(&open, positions.row(of: unit)[0], 0) }
        // Rows below the pattern never match, so their bits stay set.
        return rows + text.count - 2 * (~open).nonzeroBitCount
    }

    /// The length of the subsequence for up to 256 rows.
    private static func length<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, _ text: UnsafeBufferPointer<Unit>
    ) -> Int {
        var (first, second, third, fourth) = (UInt64.max, UInt64.max, UInt64.max, UInt64.max)
        var length: UInt64 = 0
        for unit in text {
            let row = positions.row(of: unit)
            var carry = advance(&first, row[0], 0)
            carry = advance(&second, row[1], carry)
            carry = advance(&third, row[2], carry)
            // Counting bits at the end instead would make the compiler hold the words in vector registers, which add
            // without carry.
            length &+= advance(&fourth, row[3], carry)
        }
        return Int(truncatingIfNeeded: length)
    }

    static func run<Unit: BitParallelUnit>(
        _ positions: PatternPositions<Unit>, rows: Int, text: UnsafeBufferPointer<Unit>, columns: Range<Int>,
        border: UnsafeMutableBufferPointer<UInt8>
    ) {
        var (first, second, third, fourth) = (UInt64.max, UInt64.max, UInt64.max, UInt64.max)
        for index in columns {
            let row = positions.row(of: text[index])
            // A carry passes through rows that never match, so the lanes below the pattern hand it on.
            var carry = advance(&first, row[0], UInt64(border[index]))
            carry = advance(&second, row[1], carry)
            carry = advance(&third, row[2], carry)
            carry = advance(&fourth, row[3], carry)
            border[index] = UInt8(truncatingIfNeeded: carry)
        }
    }

    /// Moves 64 rows one column to the right and returns the carry out of the last.
    @inline(__always)
    private static func advance(_ open: inout UInt64, _ matches: UInt64, _ carry: UInt64) -> UInt64 {
        let matched = open & matches
        let (sum, overflow) = open.addingReportingOverflow(matched)
        let (total, more) = sum.addingReportingOverflow(carry)
        open = total | (open ^ matched)
        // Written so that the compiler sees a chain of additions with carry.
        return (overflow ? 1 : 0) | (more ? 1 : 0)
    }
}
