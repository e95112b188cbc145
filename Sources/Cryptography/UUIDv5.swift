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
    package static func make(namespace: [UInt8], name: String) -> String {
        precondition(namespace.count == 16, "A namespace is a UUID of 16 bytes")
        return format(MessageDigest.sha1(namespace + Array(name.utf8)))
    }

    /// Writes the first 16 bytes of a digest as a UUID of version 5.
    private static func format(_ digest: [UInt8]) -> String {
        var bytes = Array(digest[..<16])
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Hex.encode(bytes).utf8
        return String(unsafeUninitializedCapacity: 36) { output in
            var index = 0
            for (position, digit) in digits.enumerated() {
                if position == 8 || position == 12 || position == 16 || position == 20 {
                    output[index] = 0x2D
                    index += 1
                }
                output[index] = digit
                index += 1
            }
            return index
        }
    }
}
