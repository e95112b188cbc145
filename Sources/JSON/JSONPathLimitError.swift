/// An evaluation of a path that was given up because it cost too much. What the path selects is not known.
package struct JSONPathLimitError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What ran out and what to do.
    package var message: String

    /// Creates an error.
    package init(message: String) { self.message = message }

    package var description: String { message }
}
