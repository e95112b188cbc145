import CSQLite

/// Tells whether a text is SQL in SQLite's dialect, by SQLite's own parser.
///
/// Statements are compiled against an empty database in memory and never run. Names are not looked at: a table that does
/// not exist is no fault of syntax. Where SQLite looks a name up before the end of a statement (ALTER TABLE, CREATE
/// TRIGGER, and whatever follows a pragma's value) the rest of that statement is not read.
package enum SQLSyntax {
    /// Checks all statements; nil when there is at least one and none breaks the grammar.
    package static func fault(in text: String) -> SyntaxFault? {
        var handle: OpaquePointer?
        // Closing is right, and nil is allowed, even when opening failed.
        defer { sqlite3_close(handle) }
        guard sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nil) == SQLITE_OK,
            let database = handle
        else { return .tooLarge("no memory for a database") }
        sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1_000_000)
        // Some pragmas act while they are compiled, and so does what attaches files.
        sqlite3_set_authorizer(database, refuseSideEffects, nil)
        // A parser stops at NUL, and would let pass what follows.
        if text.utf8.contains(0) { return .malformed("a NUL character") }
        return text.withCString { start in
            var rest: UnsafePointer<CChar>? = start
            var count = 0
            while let next = rest, next.pointee != 0 {
                var statement: OpaquePointer?
                let code = sqlite3_prepare_v2(database, next, -1, &statement, &rest)
                if statement != nil || code != SQLITE_OK { count += 1 }
                sqlite3_finalize(statement)
                if let fault = fault(database, code) { return fault }
                // The parser stops where a name is not known; what is left of that statement is passed over.
                if code != SQLITE_OK { rest = rest.flatMap(endOfStatement) }
                if rest == next { break }
            }
            return count > 0 ? nil : .malformed("no statement")
        }
    }

    private static func fault(_ database: OpaquePointer, _ code: Int32) -> SyntaxFault? {
        guard code != SQLITE_OK, let text = sqlite3_errmsg(database) else { return nil }
        let message = String(cString: text)
        if code == SQLITE_TOOBIG || code == SQLITE_NOMEM || message.contains("parser stack overflow")
            || message.contains("maximum depth")
        {
            return .tooLarge(message)
        }
        let isSyntax =
            message.hasSuffix(": syntax error") || message.hasPrefix("incomplete input")
            || message.hasPrefix("unrecognized token") || message.hasPrefix("unknown table option")
        return isSyntax ? .malformed(message) : nil
    }

    /// The place after the semicolon that ends the statement at `start`, if the parser has not passed it already.
    private static func endOfStatement(_ start: UnsafePointer<CChar>) -> UnsafePointer<CChar>? {
        // The character before tells whether the parser stopped at the end of the statement.
        if start[-1] == CChar(UInt8(ascii: ";")) { return start }
        var place = start
        while place.pointee != 0 && place.pointee != CChar(UInt8(ascii: ";")) { place += 1 }
        return place.pointee == 0 ? place : place + 1
    }
}

private func refuseSideEffects(
    _: UnsafeMutableRawPointer?, _ action: Int32, _: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?,
    _: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?
) -> Int32 {
    [SQLITE_PRAGMA, SQLITE_ATTACH, SQLITE_DETACH].contains(action) ? SQLITE_DENY : SQLITE_OK
}
