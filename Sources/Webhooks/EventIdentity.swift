import Cryptography

/// What an event is called, and what two copies of it have in common.
package struct EventIdentity: Sendable, Equatable {
    /// The event's id: the body's, else the delivery's signed id, else a hash of its bytes.
    package let id: String
    /// What copies have in common, within their source: the delivery's signed id, else the body's id, else the hash.
    package let dedupeKey: String

    /// Names an event.
    ///
    /// - Parameters:
    ///   - bodyID: the body's `id`, checked by `EventEnvelope`.
    ///   - delivery: what the signature vouches for. An id in it that is too long for a name, or has control
    ///     characters, still tells copies apart but names nothing.
    ///   - index: the event's place in a batch, nil outside of one; it is appended to the signed id as `.<index>`.
    ///   - source: the source's name; with `bytes` it makes the hash, 16 bytes of SHA-256 in hex.
    ///   - bytes: the event's own bytes.
    package init(bodyID: String?, delivery: VerifiedDelivery, index: Int?, source: String, bytes: [UInt8]) {
        let signed = delivery.signedID.map { id in index.map { "\(id).\($0)" } ?? id }
        if let bodyID, let signed {
            id = bodyID
            dedupeKey = signed
            return
        }
        let named = bodyID ?? signed.flatMap { EventReader.isID($0) ? $0 : nil }
        // The zero keeps source and bytes apart; no source name holds one.
        let hash = { Hex.encode(MessageDigest.sha256(ofPieces: [Array(source.utf8), [0], bytes]).prefix(16)) }
        id = named ?? hash()
        dedupeKey = signed ?? id
    }
}
