/// Why bytes are not a JSON document that can be read.
package struct JSONParseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong. It holds nothing of the document.
    package var message: String
    /// Where it is wrong, in bytes from the start of the document; nil when that is not known.
    package var offset: Int?

    /// Creates an error.
    package init(message: String, offset: Int? = nil) {
        self.message = message
        self.offset = offset
    }

    package var description: String { offset.map { "\(message) (at byte \($0))" } ?? message }
}
