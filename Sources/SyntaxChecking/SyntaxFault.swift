/// What is wrong with a text that should follow a grammar, or why that cannot be said.
package enum SyntaxFault: Error, Sendable, Equatable {
    /// The text breaks the grammar.
    case malformed(String)
    /// The text is beyond what the parser takes.
    case tooLarge(String)
}
