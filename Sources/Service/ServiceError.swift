/// Why the service cannot start, outside of its configuration.
package struct ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened, where, and what to do.
    package let message: String

    /// Creates an error.
    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
