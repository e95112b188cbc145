/// Why the embedded store could not do what was asked.
package struct ScoreStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a closed set fit for metric labels.
    package enum Code: String, Sendable, CaseIterable {
        /// The file cannot be opened or is not ours to use.
        case open
        /// The cursor was not made by this store.
        case badCursor = "bad_cursor"
        /// SQLite refused: full disk, lost file, corruption.
        case storage
    }

    /// What went wrong.
    package var code: Code
    /// What happened, where, and what to do.
    package var message: String

    /// Creates an error.
    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
