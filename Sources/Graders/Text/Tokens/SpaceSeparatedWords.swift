/// Words as jiwer cuts them: at a space, or at two and more whitespace scalars of any kind; a single tab or line feed
/// stays inside a word.
enum SpaceSeparatedWords {
    /// Calls `body` with each word of a valid UTF-8 text.
    static func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let bytes = Whitespace.trimmed(bytes)
        var start = 0
        var index = 0
        while index < bytes.count {
            let gap = separator(at: index, in: bytes)
            guard gap > 0 else {
                index += UTF8Scalars.length(bytes[index])
                continue
            }
            body(UnsafeBufferPointer(rebasing: bytes[start..<index]))
            index += gap
            start = index
        }
        if start < index { body(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
    }

    /// The length of the separator that begins at `index`; 0 when none does.
    private static func separator(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = index
        var scalars = 0
        while end < bytes.count {
            let length = Whitespace.length(at: end, in: bytes)
            if length == 0 { break }
            end += length
            scalars += 1
        }
        return scalars > 1 || scalars == 1 && bytes[index] == 0x20 ? end - index : 0
    }
}
