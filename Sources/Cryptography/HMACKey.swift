import COpenSSL

/// A key ready for HMAC (RFC 2104).
///
/// The two key blocks are digested once, when the key is made; each message then starts from a copy of that state, on
/// the stack. A code over 1.3 kB takes about a microsecond, most of it SHA-256 itself. Usable from any number of
/// threads.
package struct HMACKey: Sendable {
    /// The digest under the HMAC, by its name in configuration.
    package enum Algorithm: String, Sendable, CaseIterable { case sha1, sha256, sha512 }

    /// Takes in one more piece of a message.
    package typealias Feed = (UnsafeRawBufferPointer) -> Void

    private enum States: Sendable {
        case sha1(KeyedState<SHA_CTX>)
        case sha256(KeyedState<SHA256_CTX>)
        case sha512(KeyedState<SHA512_CTX>)
    }

    /// The digest under the HMAC.
    package let algorithm: Algorithm
    private let states: States

    /// Prepares `secret`. Any length is allowed, none included; whether a secret is long enough is the caller's rule.
    package init(_ algorithm: Algorithm, secret: [UInt8]) {
        self.algorithm = algorithm
        states =
            switch algorithm {
            case .sha1: .sha1(KeyedState(secret))
            case .sha256: .sha256(KeyedState(secret))
            case .sha512: .sha512(KeyedState(secret))
            }
    }

    /// Returns the code of the message whose pieces `message` hands to its argument, one after the other.
    package func authenticationCode(of message: (Feed) -> Void) -> [UInt8] {
        let size = algorithm.codeSize
        return [UInt8](unsafeUninitializedCapacity: size) { output, count in
            guard let start = output.baseAddress else { return }
            write(to: start, message)
            count = size
        }
    }

    /// Returns the code of `parts` one after the other, without joining them.
    package func authenticationCode(for parts: [[UInt8]]) -> [UInt8] {
        authenticationCode { feed in
            for part in parts { part.withUnsafeBytes(feed) }
        }
    }

    /// Whether `code` is the code of the message. Takes the same time wherever the two differ; a `code` of another
    /// length is false without any work.
    package func isValid(_ code: [UInt8], of message: (Feed) -> Void) -> Bool {
        code.count == algorithm.codeSize && isAnyValid([code], of: message)
    }

    /// Whether one of `codes` is the code of the message, which is digested once however many codes there are.
    ///
    /// Takes the same time wherever codes differ; codes of another length never match.
    package func isAnyValid(_ codes: [[UInt8]], of message: (Feed) -> Void) -> Bool {
        let size = algorithm.codeSize
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { expected in
            guard let start = expected.baseAddress else { return false }
            write(to: start, message)
            var isValid = false
            for code in codes where code.count == size && CRYPTO_memcmp(start, code, size) == 0 { isValid = true }
            return isValid
        }
    }

    /// Whether `code` is the code of `parts` one after the other, under the terms of `isValid(_:of:)`.
    package func isValid(_ code: [UInt8], for parts: [[UInt8]]) -> Bool {
        isValid(code) { feed in
            for part in parts { part.withUnsafeBytes(feed) }
        }
    }

    private func write(to output: UnsafeMutablePointer<UInt8>, _ message: (Feed) -> Void) {
        switch states {
        case .sha1(let state): state.write(to: output, message)
        case .sha256(let state): state.write(to: output, message)
        case .sha512(let state): state.write(to: output, message)
        }
    }
}

extension HMACKey.Algorithm {
    /// Bytes of a code.
    package var codeSize: Int {
        switch self {
        case .sha1: SHA_CTX.digestSize
        case .sha256: SHA256_CTX.digestSize
        case .sha512: SHA512_CTX.digestSize
        }
    }
}

extension HMACKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Secret.mask }
    package var debugDescription: String { Secret.mask }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
