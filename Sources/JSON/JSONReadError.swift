/// What is wrong with a JSON value, and where in it.
package struct JSONReadError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The JSON Pointer (RFC 6901) of the value at fault; empty for the root.
    package var pointer: String
    /// What is wrong and what would be right.
    package var message: String

    /// Creates an error.
    package init(pointer: String, message: String) {
        self.pointer = pointer
        self.message = message
    }

    package var description: String { "\(pointer.isEmpty ? "(root)" : pointer): \(message)" }
}
