import GRDBSQLite

extension ScoreDatabase {
    /// The version of the SQLite that is linked.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }
}
