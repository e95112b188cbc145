import COpenSSL

/// The running state of a digest as a plain value: copying it forks the computation (FIPS 180-4).
protocol DigestState: Sendable {
    /// Bytes of one block; HMAC pads keys to it.
    static var blockSize: Int { get }
    /// Bytes of the digest.
    static var digestSize: Int { get }

    /// Creates the state before the first byte.
    static func start() -> Self
    /// Takes `bytes` in.
    mutating func update(_ bytes: UnsafeRawBufferPointer)
    /// Writes the digest to the first `digestSize` bytes of `output`. The state must not be used afterwards.
    mutating func finish(into output: UnsafeMutablePointer<UInt8>)
}

// The functions' results are ignored on purpose: the low-level ones cannot fail, they return 1 for EVP's sake.

extension SHA_CTX: DigestState {
    static var blockSize: Int { 64 }
    static var digestSize: Int { 20 }
    static func start() -> Self {
        var state = SHA_CTX()
        _ = SHA1_Init(&state)
        return state
    }
    mutating func update(_ bytes: UnsafeRawBufferPointer) { _ = SHA1_Update(&self, bytes.baseAddress, bytes.count) }
    mutating func finish(into output: UnsafeMutablePointer<UInt8>) { _ = SHA1_Final(output, &self) }
}

extension SHA256_CTX: DigestState {
    static var blockSize: Int { 64 }
    static var digestSize: Int { 32 }
    static func start() -> Self {
        var state = SHA256_CTX()
        _ = SHA256_Init(&state)
        return state
    }
    mutating func update(_ bytes: UnsafeRawBufferPointer) { _ = SHA256_Update(&self, bytes.baseAddress, bytes.count) }
    mutating func finish(into output: UnsafeMutablePointer<UInt8>) { _ = SHA256_Final(output, &self) }
}

extension SHA512_CTX: DigestState {
    static var blockSize: Int { 128 }
    static var digestSize: Int { 64 }
    static func start() -> Self {
        var state = SHA512_CTX()
        _ = SHA512_Init(&state)
        return state
    }
    mutating func update(_ bytes: UnsafeRawBufferPointer) { _ = SHA512_Update(&self, bytes.baseAddress, bytes.count) }
    mutating func finish(into output: UnsafeMutablePointer<UInt8>) { _ = SHA512_Final(output, &self) }
}
