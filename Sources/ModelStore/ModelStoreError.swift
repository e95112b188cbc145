import GRDB

/// Why the file of replies cannot be used.
package struct ModelStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened, where, and what to do.
    package let message: String

    package var description: String { message }

    /// The error for a file that cannot be opened.
    init(opening path: String, _ error: any Error) {
        let advice =
            switch error {
            case is ReplyTable.NewerSchema:
                "it was written by a newer version of gradehook; run that version or delete it"
            case let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN:
                "check that its folder exists and that the service may write there"
            case let error as DatabaseError where error.resultCode == .SQLITE_READONLY:
                "the service may read it but not write it; change its owner or mode"
            default: Self.advice(error)
            }
        message = "cannot open the file of replies `\(path)`: \(advice)"
    }

    /// The error for a file that was open.
    init(using path: String, _ error: any Error) { message = "file of replies `\(path)`: \(Self.advice(error))" }

    /// SQLite's own words, without the statement or its arguments: those hold replies.
    private static func advice(_ error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "unexpected \(type(of: error))" }
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return "it is damaged or no SQLite database; delete it, a new one is made at the next start"
        case .SQLITE_FULL: return "no space is left on the disk; free some"
        default: return "\(error.message ?? "no message") (SQLite code \(error.extendedResultCode.rawValue))"
        }
    }
}
