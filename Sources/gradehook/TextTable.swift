/// Cells in columns as wide as their widest cell.
struct TextTable {
    private var rows: [[String]]

    /// Creates a table with a head.
    init(_ head: [String]) { rows = [head] }

    /// Adds a row with as many cells as the head.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The table; the last column is not padded.
    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).dropLast().map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return (cells + row.suffix(1)).joined(separator: "  ") + "\n"
        }.joined()
    }
}
