/// Why a signature scheme or its secrets cannot be used. Found while configuring, never while serving.
package struct SignatureConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what would be right; never a secret.
    package let message: String

    init(_ message: String) { self.message = message }

    package var description: String { message }
}
