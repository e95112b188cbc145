/// Levenshtein distance with transpositions of neighbours between which more may be inserted or deleted.
///
/// Zhao and Sahni 2020 (https://doi.org/10.1186/s12859-020-3581-0): one row of costs, and for each column what a
/// transposition would go back to; time n × m, memory n + m.
enum DamerauLevenshteinDistance {
    /// The distance, whose cells, the product of the lengths, are taken from `cells`; nil when there are too few left.
    static func distance<Unit: BitParallelUnit>(
        _ rows: UnsafeBufferPointer<Unit>, _ columns: UnsafeBufferPointer<Unit>, cells: inout Int
    ) -> Int? {
        guard !rows.isEmpty else { return columns.count }
        guard rows.count <= cells / columns.count else { return nil }
        cells -= rows.count * columns.count
        var alphabet = DenseAlphabet<Unit>()
        let rowUnits = rows.map { Int32(alphabet.number(of: $0)) }
        let columnUnits = columns.map { Int32(alphabet.number(of: $0)) }
        var table = Table(columns: columnUnits, alphabetCount: alphabet.count)
        for (index, unit) in rowUnits.enumerated() { table.advance(unit, row: index + 1) }
        return Int(table.last)
    }

    /// Two rows of the table, which lie one place further right than their column, so that the column before the first
    /// has a place too.
    private struct Table {
        private let columns: [Int32]
        private var current: [Int32]
        private var previous: [Int32]
        /// For each column the cost above and two to the left of the row's last match with it.
        private var beforeMatch: [Int32]
        /// The last row that had a unit; 0 for none.
        private var lastRow: [Int32]
        private let infinity: Int32

        init(columns: [Int32], alphabetCount: Int) {
            self.columns = columns
            infinity = Int32.max / 2
            current = [infinity] + (0...Int32(columns.count))
            previous = [Int32](repeating: infinity, count: columns.count + 2)
            beforeMatch = previous
            lastRow = [Int32](repeating: 0, count: alphabetCount)
        }

        var last: Int32 { current[columns.count + 1] }

        mutating func advance(_ unit: Int32, row: Int) {
            swap(&current, &previous)
            let row = Int32(row)
            var lastColumn: Int32 = -1
            var twoUpLeft = current[1]
            var atLastMatch = infinity
            current[1] = row
            for index in columns.indices {
                let column = Int32(index + 1)
                let place = index + 2
                let isMatch = columns[index] == unit
                var cost = min(previous[place - 1] + (isMatch ? 0 : 1), min(current[place - 1], previous[place]) + 1)
                if isMatch {
                    lastColumn = column
                    beforeMatch[place] = previous[place - 2]
                    atLastMatch = twoUpLeft
                } else {
                    let otherRow = lastRow[Int(columns[index])]
                    // One of the two pairs of a transposition must be neighbours.
                    if column - lastColumn == 1 {
                        cost = min(cost, beforeMatch[place] + (row - otherRow))
                    } else if row - otherRow == 1 {
                        cost = min(cost, atLastMatch + (column - lastColumn))
                    }
                }
                twoUpLeft = current[place]
                current[place] = cost
            }
            lastRow[Int(unit)] = row
        }
    }
}
