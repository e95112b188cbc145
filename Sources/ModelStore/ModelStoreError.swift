import GRDB

/// Why a file of what models wrote cannot be used.
package struct ModelStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened, where, and what to do.
    package let message: String

    package var description: String { message }

    /// What is in the file.
    enum Contents: String {
        case replies
        case steps = "evaluation steps"

        /// What is lost with the file.
        var loss: String {
            switch self {
            case .replies: "a new one is made at the next start"
            case .steps:
                "the steps are then written anew at the next start, and scores by others are no longer comparable"
            }
        }
    }

    /// The file was migrated by a later program.
    struct NewerSchema: Error {}

    /// The error for a file that cannot be opened.
    init(opening path: String, _ contents: Contents, _ error: any Error) {
        let advice =
            switch error {
            case is NewerSchema:
                "it was written by a newer version of gradehook; run that version, or delete it: \(contents.loss)"
            case let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN:
                "check that its folder exists and that the service may write there"
            case let error as DatabaseError where error.resultCode == .SQLITE_READONLY:
                "the service may read it but not write it; change its owner or mode"
            default: Self.advice(error, contents)
            }
        message = "cannot open the file of \(contents.rawValue) `\(path)`: \(advice)"
    }

    /// The error for a file that was open.
    init(using path: String, _ contents: Contents, _ error: any Error) {
        message = "file of \(contents.rawValue) `\(path)`: \(Self.advice(error, contents))"
    }

    /// SQLite's own words, without the statement or its arguments: those hold what models wrote.
    private static func advice(_ error: any Error, _ contents: Contents) -> String {
        if error is StepTable.Unreadable { return "it has a row that is no list of steps; the steps are written anew" }
        guard let error = error as? DatabaseError else { return "unexpected \(type(of: error))" }
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return "it is damaged or no SQLite database; delete it: \(contents.loss)"
        case .SQLITE_FULL: return "no space is left on the disk; free some"
        default: return "\(error.message ?? "no message") (SQLite code \(error.extendedResultCode.rawValue))"
        }
    }
}
