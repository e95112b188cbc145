package import Cryptography
package import Timing

/// One of the secrets a source may sign with.
package struct SigningSecret: Sendable, Equatable {
    /// The secret as the sender shows it, prefix included.
    package var value: Secret
    /// From when on it no longer counts; nil when it does not expire.
    package var expires: Timestamp?

    /// Creates a secret.
    package init(value: Secret, expires: Timestamp? = nil) {
        self.value = value
        self.expires = expires
    }

    /// Whether it still counts at `now`. At its last instant it does not.
    package func isCurrent(at now: Timestamp) -> Bool { expires.map { now < $0 } ?? true }
}
