/// Why a text is not a JSONPath.
package struct JSONPathError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what would be right.
    package var message: String
    /// Where it is wrong, in UTF-8 bytes from the start of the path.
    package var offset: Int

    /// Creates an error.
    package init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    package var description: String { "\(message) (at byte \(offset))" }
}
