/// Pairs rows with columns one to one so that the sum of the weights is the greatest.
enum OptimalAssignment {
    /// Returns the greatest sum of `weights[row][column]` over pairs with no row and no column twice.
    ///
    /// Rows are of equal length. The Hungarian algorithm with potentials (Kuhn 1955, Jonker and Volgenant 1987), in time
    /// proportional to rows² × columns, rows being the fewer.
    static func greatestSum(_ weights: [[Double]]) -> Double {
        guard let width = weights.first?.count, width > 0 else { return 0 }
        if weights.count > width {
            return greatestSum((0..<width).map { column in weights.map { $0[column] } })
        }
        // Columns are counted from 1; column 0 stands for the row being placed.
        var rowOf = [Int](repeating: -1, count: width + 1)
        var rowPotential = [Double](repeating: 0, count: weights.count)
        var columnPotential = [Double](repeating: 0, count: width + 1)
        for row in weights.indices {
            place(row, weights, &rowOf, &rowPotential, &columnPotential)
        }
        // Summed in the order of the rows, as a caller would.
        var sums = [Double](repeating: 0, count: weights.count)
        for column in 1...width where rowOf[column] >= 0 { sums[rowOf[column]] = weights[rowOf[column]][column - 1] }
        return sums.reduce(0, +)
    }

    /// Finds the cheapest alternating path from `row` to a free column and flips it.
    private static func place(
        _ row: Int, _ weights: [[Double]], _ rowOf: inout [Int], _ rowPotential: inout [Double],
        _ columnPotential: inout [Double]
    ) {
        let width = rowOf.count - 1
        rowOf[0] = row
        var least = [Double](repeating: .infinity, count: width + 1)
        var previous = [Int](repeating: 0, count: width + 1)
        var isUsed = [Bool](repeating: false, count: width + 1)
        var column = 0
        repeat {
            isUsed[column] = true
            let current = rowOf[column]
            var delta = Double.infinity
            var next = 0
            for candidate in 1...width where !isUsed[candidate] {
                let cost = -weights[current][candidate - 1] - rowPotential[current] - columnPotential[candidate]
                if cost < least[candidate] {
                    least[candidate] = cost
                    previous[candidate] = column
                }
                if least[candidate] < delta {
                    delta = least[candidate]
                    next = candidate
                }
            }
            for candidate in 0...width {
                if isUsed[candidate] {
                    rowPotential[rowOf[candidate]] += delta
                    columnPotential[candidate] -= delta
                } else {
                    least[candidate] -= delta
                }
            }
            column = next
        } while rowOf[column] >= 0
        while column != 0 {
            rowOf[column] = rowOf[previous[column]]
            column = previous[column]
        }
    }
}
