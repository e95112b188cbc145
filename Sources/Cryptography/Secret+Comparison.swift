import COpenSSL

extension Secret {
    /// Whether `candidate` is the secret, byte for byte. The time tells the secret's length at most, never its content.
    package func matches(_ candidate: some Collection<UInt8>) -> Bool {
        guard candidate.count == bytes.count else { return false }
        return CRYPTO_memcmp(bytes, Array(candidate), bytes.count) == 0
    }
}
