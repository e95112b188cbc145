/// The words rouge-score sees: runs of `a` to `z` and `0` to `9` after lower-casing; everything else separates.
enum RougeWords {
    /// Calls `body` with each word of a valid UTF-8 text, in lower case.
    static func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + 1) { lower in
            let word = UnsafeBufferPointer(lower)
            var length = 0
            for index in bytes.indices {
                let byte = lowered(at: index, in: bytes)
                if byte != 0 {
                    lower[length] = byte
                    length += 1
                } else if length > 0 && bytes[index] & 0xC0 != 0x80 {
                    body(UnsafeBufferPointer(rebasing: word[..<length]))
                    length = 0
                }
                // U+0130 becomes an i and a combining dot, which ends the word.
                if byte == 0x69 && bytes[index] == 0xC4 {
                    body(UnsafeBufferPointer(rebasing: word[..<length]))
                    length = 0
                }
            }
            if length > 0 { body(UnsafeBufferPointer(rebasing: word[..<length])) }
        }
    }

    /// The letter or digit that the scalar beginning at `index` becomes in lower case; 0 when it becomes none, or when
    /// none begins there.
    @inline(__always)
    private static func lowered(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        let byte = bytes[index]
        if byte &- 0x61 < 26 || byte &- 0x30 < 10 { return byte }
        if byte &- 0x41 < 26 { return byte | 0x20 }
        // Two scalars above ASCII have a lower case that begins in ASCII: U+0130, and U+212A, the Kelvin sign.
        if byte == 0xC4 && bytes[index + 1] == 0xB0 { return 0x69 }
        if byte == 0xE2 && bytes[index + 1] == 0x84 && bytes[index + 2] == 0xAA { return 0x6B }
        return 0
    }
}
