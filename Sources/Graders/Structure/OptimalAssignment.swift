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
        var placement = Placement(weights, width: width)
        for row in weights.indices { placement.place(row) }
        return placement.sum
    }
}

/// Rows placed on columns so far. Columns are counted from 1; column 0 stands for the row being placed.
private struct Placement {
    private let weights: [[Double]]
    private let width: Int
    private var rowOf: [Int]
    private var rowPotential: [Double]
    private var columnPotential: [Double]

    init(_ weights: [[Double]], width: Int) {
        self.weights = weights
        self.width = width
        rowOf = [Int](repeating: -1, count: width + 1)
        rowPotential = [Double](repeating: 0, count: weights.count)
        columnPotential = [Double](repeating: 0, count: width + 1)
    }

    /// The sum of the weights, in the order of the rows, as a caller would add them up.
    var sum: Double {
        var sums = [Double](repeating: 0, count: weights.count)
        for column in 1...width where rowOf[column] >= 0 { sums[rowOf[column]] = weights[rowOf[column]][column - 1] }
        return sums.reduce(0, +)
    }

    /// Finds the cheapest alternating path from `row` to a free column and flips it.
    mutating func place(_ row: Int) {
        rowOf[0] = row
        var search = Search(width: width)
        var column = 0
        repeat {
            let (next, delta) = nearest(to: column, &search)
            shift(by: delta, &search)
            column = next
        } while rowOf[column] >= 0
        while column != 0 {
            rowOf[column] = rowOf[search.previous[column]]
            column = search.previous[column]
        }
    }

    /// What one search for a path knows of each column.
    private struct Search {
        var least: [Double]
        var previous: [Int]
        var isUsed: [Bool]

        init(width: Int) {
            least = [Double](repeating: .infinity, count: width + 1)
            previous = [Int](repeating: 0, count: width + 1)
            isUsed = [Bool](repeating: false, count: width + 1)
        }
    }

    /// Takes `column` into the tree of paths, and returns the column nearest to the tree with its distance.
    private func nearest(to column: Int, _ search: inout Search) -> (column: Int, distance: Double) {
        search.isUsed[column] = true
        let current = rowOf[column]
        var delta = Double.infinity
        var next = 0
        for candidate in 1...width where !search.isUsed[candidate] {
            let cost = -weights[current][candidate - 1] - rowPotential[current] - columnPotential[candidate]
            if cost < search.least[candidate] {
                search.least[candidate] = cost
                search.previous[candidate] = column
            }
            if search.least[candidate] < delta {
                delta = search.least[candidate]
                next = candidate
            }
        }
        return (next, delta)
    }

    private mutating func shift(by delta: Double, _ search: inout Search) {
        for candidate in 0...width {
            if search.isUsed[candidate] {
                rowPotential[rowOf[candidate]] += delta
                columnPotential[candidate] -= delta
            } else {
                search.least[candidate] -= delta
            }
        }
    }
}
