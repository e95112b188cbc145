import Evaluation
import Service

/// Results in columns, for people.
struct ResultTable {
    private var rows: [[String]] = [["TRACE", "SCORE", "VALUE", "COMMENT"]]
    private static let longestComment = 100

    mutating func add(_ results: [OfflineGrader.Row]) {
        for row in results {
            switch row.outcome {
            case .graded(let grade): add(row, Self.text(grade.value), grade.comment ?? "")
            case .failed(let failure): add(row, "failed", failure.description)
            case .skipped(let reason): add(row, "skipped", reason)
            }
        }
    }

    /// The table, columns padded to their widest cell.
    var text: String {
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = (0..<3).map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }
            return (cells + [row[3]]).joined(separator: "  ") + "\n"
        }.joined()
    }

    private mutating func add(_ row: OfflineGrader.Row, _ value: String, _ comment: String) {
        let line = comment.split(whereSeparator: \.isNewline).joined(separator: " ")
        let shown = line.count > Self.longestComment ? line.prefix(Self.longestComment - 1) + "…" : line[...]
        rows.append([row.target.id, row.name, value, String(shown)])
    }

    private static func text(_ value: ScoreValue) -> String {
        switch value {
        case .numeric(let number): "\((number * 10_000).rounded() / 10_000)"
        case .boolean(let flag): "\(flag)"
        case .categorical(let label): label
        }
    }
}
