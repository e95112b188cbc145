/// The longest common subsequence of two token sequences, 64 cells of a column in one machine word.
///
/// Hyyrö 2004, "Bit-parallel LCS-length computation revisited"
/// (https://citeseerx.ist.psu.edu/document?repid=rep1&type=pdf&doi=10.1.1.143.4752): a bit of a column is 0 where the
/// length goes up by one from the row above. A pattern of more than 64 tokens is cut in bands of 256, four words.
///
/// `BandedEdits<SubsequenceKernel>` does the same for units of text, but keeps no columns, over which `mark` goes back,
/// and finds a unit's positions by a hash, where tokens, numbers from 0 up, index a table that serves all lines of a
/// text.
struct CommonSubsequence: ~Copyable {
    typealias Tokens = UnsafeBufferPointer<Int32>

    /// The most that the lengths' product may be for `length`, 2^30: two texts of 32,768 words, some tens of
    /// milliseconds.
    static let maximumCells = 1 << 30

    private var positions: TokenPositions

    /// Prepares for patterns of tokens below `tokenCount`.
    init(tokenCount: Int) { positions = TokenPositions(tokenCount: tokenCount) }

    /// The length of the longest common subsequence. Takes time proportional to the product of the lengths / 64.
    static func length(_ left: [Int32], _ right: [Int32]) -> Int {
        let (pattern, text) = left.count <= right.count ? (left, right) : (right, left)
        guard let highest = pattern.max() else { return 0 }
        var search = CommonSubsequence(tokenCount: Int(highest) + 1)
        return pattern.withUnsafeBufferPointer { pattern in
            text.withUnsafeBufferPointer { search.columns(pattern, text: $0, nil, isFilled: false) }
        }
    }

    /// Marks the tokens of `pattern` that belong to a longest common subsequence with any of `texts`: of several the
    /// one rouge-score finds, going back from both ends and, where it has a choice, back in the pattern.
    ///
    /// Keeps product of the lengths / 8 bytes, for one text at a time.
    mutating func mark(pattern: ArraySlice<Int32>, texts: [ArraySlice<Int32>], in marks: inout [Bool]) {
        let words = (pattern.count + 63) / 64
        let longest = texts.reduce(0) { max($0, $1.count) }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words * longest) { kept in
            pattern.withUnsafeBufferPointer { pattern in
                var isFilled = false
                for text in texts {
                    text.withUnsafeBufferPointer { text in
                        guard columns(pattern, text: text, kept, isFilled: isFilled) > 0 else { return }
                        Self.goBack(pattern, text, kept, words, &marks)
                    }
                    isFilled = pattern.count <= 64
                }
            }
        }
    }

    private static func goBack(
        _ pattern: Tokens, _ text: Tokens, _ columns: UnsafeMutableBufferPointer<UInt64>, _ words: Int,
        _ marks: inout [Bool]
    ) {
        var row = pattern.count
        var column = text.count
        while row > 0 && column > 0 {
            if pattern[row - 1] == text[column - 1] {
                marks[row - 1] = true
                row -= 1
                column -= 1
            } else if columns[(column - 1) * words + (row - 1) / 64] &>> UInt64((row - 1) % 64) & 1 == 0 {
                // The length goes up in this row, so it comes from the column before.
                column -= 1
            } else {
                row -= 1
            }
        }
    }

    /// Runs over the text and returns the length; keeps the columns in `kept`, one after the other, when given.
    /// `isFilled` says that the positions are those of `pattern` already, which has at most 64 tokens.
    private mutating func columns(
        _ pattern: Tokens, text: Tokens, _ kept: UnsafeMutableBufferPointer<UInt64>?, isFilled: Bool
    ) -> Int {
        guard pattern.count <= 64 else { return banded(pattern, text: text, kept) }
        if !isFilled { positions.fill(from: pattern, lanes: 1) }
        var column = UInt64.max
        for index in text.indices {
            let common = column & positions.row(of: text[index])[0]
            column = (column &+ common) | (column &- common)
            if let kept { kept[index] = column }
        }
        return Self.ups(in: column, rows: pattern.count)
    }

    /// The same for a longer pattern.
    private mutating func banded(
        _ pattern: Tokens, text: Tokens, _ kept: UnsafeMutableBufferPointer<UInt64>?
    ) -> Int {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: text.count) { carries in
            carries.initialize(repeating: 0)
            let words = (pattern.count + 63) / 64
            var length = 0
            for start in stride(from: 0, to: pattern.count, by: TokenPositions.capacity) {
                let end = min(start + TokenPositions.capacity, pattern.count)
                positions.fill(from: Tokens(rebasing: pattern[start..<end]), lanes: 4)
                let bandKept = kept.map { (columns: $0, first: start / 64, words: words) }
                length += band(rows: end - start, text: text, carries, bandKept)
            }
            return length
        }
    }

    /// Runs a band of at most 256 rows over the text; `carries` are the additions' carries from the band above, and
    /// become those of this one.
    private func band(
        rows: Int, text: Tokens, _ carries: UnsafeMutableBufferPointer<UInt64>,
        _ kept: (columns: UnsafeMutableBufferPointer<UInt64>, first: Int, words: Int)?
    ) -> Int {
        var lanes = SIMD4<UInt64>(repeating: .max)
        let used = (rows + 63) / 64
        for index in text.indices {
            let row = positions.row(of: text[index])
            var carry = carries[index]
            for lane in 0..<4 {
                let column = lanes[lane]
                let common = column & row[lane]
                let (partial, first) = column.addingReportingOverflow(common)
                let (sum, second) = partial.addingReportingOverflow(carry)
                carry = first || second ? 1 : 0
                lanes[lane] = sum | (column &- common)
            }
            carries[index] = carry
            if let kept {
                for lane in 0..<used { kept.columns[index * kept.words + kept.first + lane] = lanes[lane] }
            }
        }
        return (0..<used).reduce(0) { $0 + Self.ups(in: lanes[$1], rows: min(64, rows - 64 * $1)) }
    }

    /// The number of 0 bits among the first `rows`.
    private static func ups(in column: UInt64, rows: Int) -> Int {
        rows - (column << UInt64(64 - rows)).nonzeroBitCount
    }
}
