extension Whitespace {
    /// The length in bytes of the whitespace scalar that begins at `index` of valid UTF-8; 0 when it is none.
    @inline(__always)
    static func length(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let byte = bytes[index]
        if byte <= 0x20 { return byte == 0x20 || byte &- 0x09 < 5 || byte >= 0x1C ? 1 : 0 }
        // The scalars above ASCII that separate words begin with one of four bytes.
        guard byte == 0xC2 || byte &- 0xE1 < 3 else { return 0 }
        return longLength(at: index, in: bytes)
    }

    private static func longLength(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if bytes[index] == 0xC2 { return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : 0 }
        return Unicode.Scalar(UTF8Scalars.scalar(at: index, in: bytes)).map(contains) == true ? 3 : 0
    }

    /// `bytes` without whitespace at their end.
    static func trimmedEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var end = bytes.count
        while end > 0 {
            let start = UTF8Scalars.start(before: end, in: bytes)
            guard length(at: start, in: bytes) > 0 else { break }
            end = start
        }
        return UnsafeBufferPointer(rebasing: bytes[..<end])
    }

    /// `bytes` without whitespace at both ends.
    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let bytes = trimmedEnd(bytes)
        var start = 0
        while start < bytes.count {
            let length = length(at: start, in: bytes)
            if length == 0 { break }
            start += length
        }
        return UnsafeBufferPointer(rebasing: bytes[start...])
    }

    /// Calls `body` with each run of anything else, as Python's `str.split` returns them.
    @inline(__always)
    static func forEachWord(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var start = 0
        var index = 0
        while index < bytes.count {
            let length = length(at: index, in: bytes)
            if length == 0 {
                index += 1
                continue
            }
            if start < index { body(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
            index += length
            start = index
        }
        if start < index { body(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
    }
}
