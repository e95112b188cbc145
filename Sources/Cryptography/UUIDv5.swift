import COpenSSL

/// Name-based UUIDs of version 5 (RFC 9562, 5.5).
package enum UUIDv5 {
    /// The namespace of fully qualified domain names, 6ba7b810-9dad-11d1-80b4-00c04fd430c8 (RFC 9562, 6.6).
    package static let dnsNamespace: [UInt8] = [
        0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
    ]

    /// Returns the UUID of `name` in `namespace`, in lower case with hyphens. The same arguments give the same UUID.
    ///
    /// - Parameters:
    ///   - namespace: the 16 bytes of a UUID.
    ///   - name: any text; its UTF-8 bytes count, so composed and decomposed spellings differ.
    /// - Returns: 36 characters.
    package static func make(namespace: [UInt8], name: String) -> String {
        precondition(namespace.count == 16, "A namespace is a UUID of 16 bytes")
        var name = name
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: SHA_CTX.digestSize) { digest in
            guard let start = digest.baseAddress else { return "" }
            var state = SHA_CTX.start()
            namespace.withUnsafeBytes { state.update($0) }
            name.withUTF8 { state.update(UnsafeRawBufferPointer($0)) }
            state.finish(into: start)
            digest[6] = digest[6] & 0x0F | 0x50
            digest[8] = digest[8] & 0x3F | 0x80
            return format(UnsafeBufferPointer(start: start, count: 16))
        }
    }

    private static func format(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(unsafeUninitializedCapacity: 36) { output in
            var index = 0
            for (position, byte) in bytes.enumerated() {
                if position == 4 || position == 6 || position == 8 || position == 10 {
                    output[index] = 0x2D
                    index += 1
                }
                (output[index], output[index + 1]) = Hex.digits(of: byte)
                index += 2
            }
            return index
        }
    }
}
