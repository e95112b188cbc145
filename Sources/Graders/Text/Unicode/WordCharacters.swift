/// What Python's `\w` matches: letters and numbers of any script, and the underscore
/// (https://docs.python.org/3/library/re.html). Combining marks are none of them.
enum WordCharacters {
    /// Whether `scalar` is a word character.
    static func contains(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar == 0x5F || scalar &- 0x30 < 10 || (scalar | 0x20) &- 0x61 < 26 }
        guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return properties.numericType != nil
        }
    }

    /// Calls `body` with each run of word characters of a valid UTF-8 text.
    static func forEachRun(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var start = 0
        var index = 0
        while index < bytes.count {
            let end = index + UTF8Scalars.length(bytes[index])
            if !contains(UTF8Scalars.scalar(at: index, in: bytes)) {
                if start < index { body(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
                start = end
            }
            index = end
        }
        if start < index { body(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
    }
}
