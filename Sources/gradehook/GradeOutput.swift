import Evaluation
import JSON
import Service

/// Prints what came of the lines of a file, and counts what went wrong.
struct GradeOutput {
    /// How results are printed.
    enum Format: String, CaseIterable, Sendable { case table, ndjson }

    /// What went wrong so far.
    private(set) var faults = OfflineFaults()
    private let format: Format
    private let path: String
    private var table = ResultTable()

    /// Creates the output for the file at `path`, as its messages call it.
    init(_ format: Format, path: String) {
        self.format = format
        self.path = path
    }

    /// Prints the results of one line, or keeps them for the table; a line that came to nothing is named with its
    /// number and the reason.
    mutating func add(_ line: TraceFile.Line, _ outcome: GradeRun.Outcome) {
        switch outcome {
        case .success(let rows):
            faults.add(rows)
            switch format {
            case .ndjson: for row in rows { StandardStreams.write(JSONValue.object(row.json).text + "\n") }
            case .table: table.add(rows)
            }
        case .failure(let error):
            faults.add(error)
            StandardStreams.writeError("\(path):\(line.number): \(error)\n")
        }
    }

    /// Prints what is only known at the end: the table, whose columns are as wide as their widest cell.
    func finish() {
        if format == .table { StandardStreams.write(table.text) }
    }
}
