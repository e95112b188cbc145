import Evaluation
import Service

/// Results in columns, for people.
struct ResultTable {
    private var table = TextTable(["TRACE", "SCORE", "VALUE", "COMMENT"])
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
    var text: String { table.text }

    private mutating func add(_ row: OfflineGrader.Row, _ value: String, _ comment: String) {
        let line = comment.split(whereSeparator: \.isNewline).joined(separator: " ")
        let shown = line.count > Self.longestComment ? line.prefix(Self.longestComment - 1) + "…" : line[...]
        table.add([row.target.id, row.name, value, String(shown)])
    }

    private static func text(_ value: ScoreValue) -> String {
        switch value {
        case .numeric(let number): "\((number * 10_000).rounded() / 10_000)"
        case .boolean(let flag): "\(flag)"
        case .categorical(let label): label
        }
    }
}
