/// The words rouge-score sees: runs of `a` to `z` and `0` to `9` after lower-casing; everything else separates.
enum RougeWords {
    /// Calls `body` with each word of a valid UTF-8 text, in lower case.
    @inline(__always)
    static func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + 1) { lower in
            let word = UnsafeBufferPointer(lower)
            var length = 0
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                // The bit that lowers a letter is set in every digit.
                let letter = byte | 0x20
                if letter &- 0x61 < 26 || byte &- 0x30 < 10 {
                    lower[length] = letter
                    length &+= 1
                    index &+= 1
                    continue
                }
                var isEnd = true
                if byte < 0x80 {
                    index &+= 1
                } else {
                    let scalar = UTF8Scalars.scalar(at: index, in: bytes)
                    index += UTF8Scalars.length(byte)
                    // Two scalars above ASCII have a lower case that begins there: the Kelvin sign k, and U+0130 an i,
                    // with a combining dot, which ends the word.
                    if scalar == 0x212A || scalar == 0x130 {
                        lower[length] = scalar == 0x130 ? 0x69 : 0x6B
                        length += 1
                    }
                    isEnd = scalar != 0x212A
                }
                if isEnd && length > 0 {
                    body(UnsafeBufferPointer(rebasing: word[..<length]))
                    length = 0
                }
            }
            if length > 0 { body(UnsafeBufferPointer(rebasing: word[..<length])) }
        }
    }
}
