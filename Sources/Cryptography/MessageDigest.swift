import COpenSSL

/// Unkeyed digests (FIPS 180-4) of whole messages.
package enum MessageDigest {
    /// Returns the 20 bytes of the SHA-1 of `bytes`. For ids (RFC 9562) only: SHA-1 resists no collision attack.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] { digest(SHA_CTX.self, [bytes]) }

    /// Returns the 32 bytes of the SHA-256 of `bytes`.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] { digest(SHA256_CTX.self, [bytes]) }

    /// Returns the SHA-256 of the pieces one after the other, without joining them.
    package static func sha256(ofPieces pieces: [[UInt8]]) -> [UInt8] { digest(SHA256_CTX.self, pieces) }

    private static func digest<State: DigestState>(_: State.Type, _ pieces: [[UInt8]]) -> [UInt8] {
        var state = State.start()
        for piece in pieces { piece.withUnsafeBytes { state.update($0) } }
        return [UInt8](unsafeUninitializedCapacity: State.digestSize) { output, count in
            guard let start = output.baseAddress else { return }
            state.finish(into: start)
            count = State.digestSize
        }
    }
}
