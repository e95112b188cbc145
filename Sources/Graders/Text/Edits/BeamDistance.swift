/// The edit distance from texts of one length to a reference, worked out near the diagonal only, as sacreBLEU's TER
/// does.
///
/// Keeps the whole table of one text; a text that begins alike starts where it differs.
struct BeamDistance {
    private static let width = 25
    /// More than any distance.
    private static let infinity = Int32.max / 2

    private let reference: [Int32]
    private let beam: Int
    private let ratio: Double
    private let rowLength: Int
    private var words: [Int32]
    /// The rows of the text last aligned; row 0 is the empty text's.
    private var table: [Int32]
    /// Two rows for the other texts.
    private var spare: (last: [Int32], next: [Int32])

    /// Prepares for texts of `count` words. `reference` is not empty.
    init(words count: Int, reference: [Int32]) {
        self.reference = reference
        words = Array(repeating: -1, count: count)
        rowLength = reference.count + 1
        ratio = count == 0 ? 1 : Double(reference.count) / Double(count)
        let half = ratio / 2
        beam = Double(Self.width) < half ? Int((half + Double(Self.width)).rounded(.up)) : Self.width
        table = Array(repeating: Self.infinity, count: (count + 1) * rowLength)
        for column in 0..<rowLength { table[column] = Int32(column) }
        spare = (Array(repeating: Self.infinity, count: rowLength), Array(repeating: Self.infinity, count: rowLength))
    }

    /// The distance of the text last aligned.
    var distance: Int { Int(table[table.count - 1]) }

    /// Fills the table for `words`.
    mutating func align(_ words: [Int32]) {
        self.words = words
        guard !words.isEmpty else { return }
        for row in 1...words.count {
            let (columns, rowLength, reference) = (columns(of: row), rowLength, reference)
            table.withUnsafeMutableBufferPointer { table in
                let last = UnsafeMutableBufferPointer(rebasing: table[((row - 1) * rowLength)..<(row * rowLength)])
                let next = UnsafeMutableBufferPointer(rebasing: table[(row * rowLength)..<((row + 1) * rowLength)])
                next.update(repeating: Self.infinity)
                Self.fill(next, after: UnsafeBufferPointer(last), columns, word: words[row - 1], reference)
            }
        }
    }

    /// The distance of `other`, which has as many words as the text last aligned.
    mutating func distance(of other: [Int32]) -> Int {
        var row = 0
        while row < words.count && words[row] == other[row] { row += 1 }
        guard row < words.count else { return distance }
        // Two rows are enough: taken out, so that they can be written to side by side.
        var (last, next) = (spare.last, spare.next)
        spare = ([], [])
        for column in 0..<rowLength { last[column] = table[row * rowLength + column] }
        while row < words.count {
            row += 1
            let columns = columns(of: row)
            // The row below looks one column to the left of its own and further right, the last one to the end.
            let reach = row == words.count - 1 ? rowLength : columns.upperBound + 2 + Int(ratio)
            let cleared = max(0, columns.lowerBound - 1)..<max(min(rowLength, reach), columns.upperBound)
            next.withUnsafeMutableBufferPointer { next in
                for column in cleared { next[column] = Self.infinity }
                last.withUnsafeBufferPointer { Self.fill(next, after: $0, columns, word: other[row - 1], reference) }
            }
            swap(&last, &next)
        }
        spare = (last, next)
        return Int(last[rowLength - 1])
    }

    /// The columns worked out in `row`, from 1 up: those near the diagonal, in the last row all to the end.
    private func columns(of row: Int) -> Range<Int> {
        let diagonal = Int((Double(row) * ratio).rounded(.down))
        let start = max(0, diagonal - beam)
        let end = row == words.count ? rowLength : min(rowLength, diagonal + beam)
        return start..<max(start, end)
    }

    private static func fill(
        _ next: UnsafeMutableBufferPointer<Int32>, after last: UnsafeBufferPointer<Int32>, _ columns: Range<Int>,
        word: Int32, _ reference: [Int32]
    ) {
        reference.withUnsafeBufferPointer { reference in
            for column in columns {
                guard column > 0 else {
                    next[0] = last[0] + 1
                    continue
                }
                let substituted = last[column - 1] + (word == reference[column - 1] ? 0 : 1)
                next[column] = min(substituted, min(last[column], next[column - 1]) + 1, infinity)
            }
        }
    }

    /// The alignment of the text last aligned. Where several edits cost the same, a substitution comes before a word
    /// too many, and that before a word missing.
    func alignment() -> WordEditAlignment {
        var alignment = WordEditAlignment(
            partner: Array(repeating: -1, count: reference.count),
            isReferenceWrong: Array(repeating: true, count: reference.count),
            isWordWrong: Array(repeating: true, count: words.count))
        var row = words.count
        var column = reference.count
        while row > 0 || column > 0 {
            let here = table[row * rowLength + column]
            if row > 0 && column > 0 {
                let isSame = words[row - 1] == reference[column - 1]
                if table[(row - 1) * rowLength + column - 1] + (isSame ? 0 : 1) == here {
                    row -= 1
                    column -= 1
                    alignment.partner[column] = row
                    alignment.isReferenceWrong[column] = !isSame
                    alignment.isWordWrong[row] = !isSame
                    continue
                }
            }
            if row > 0 && (column == 0 || table[(row - 1) * rowLength + column] + 1 == here) {
                row -= 1
            } else {
                column -= 1
                alignment.partner[column] = row - 1
            }
        }
        return alignment
    }
}
