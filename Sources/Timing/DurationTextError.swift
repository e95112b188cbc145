/// Why a text is no duration.
package struct DurationTextError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text as given.
    package let text: String
    /// What is wrong with it and what would be right.
    package let message: String

    package var description: String { message }
}
