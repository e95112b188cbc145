package import Timing

/// What a signature vouches for.
package struct VerifiedDelivery: Sendable, Equatable {
    /// The delivery's id, when the scheme signs one. The same on every retry by the sender.
    package var signedID: String?
    /// When the sender signed, when the scheme says so.
    package var timestamp: Timestamp?
    /// The place of the secret that matched in the list given to the verifier, from 0. 0 for the scheme `none`.
    package var keyIndex: Int

    /// Creates a verified delivery.
    package init(signedID: String? = nil, timestamp: Timestamp? = nil, keyIndex: Int = 0) {
        self.signedID = signedID
        self.timestamp = timestamp
        self.keyIndex = keyIndex
    }
}
