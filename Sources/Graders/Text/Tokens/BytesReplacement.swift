/// Replaces one run of bytes by another that is not longer, as Python's `str.replace` does: from left to right, what it
/// has written is not looked at again.
struct BytesReplacement {
    private let pattern: [UInt8]
    private let replacement: [UInt8]

    /// Creates a replacement; `pattern` is not empty and at least as long as `replacement`.
    init(_ pattern: StaticString, by replacement: StaticString) {
        self.pattern = pattern.withUTF8Buffer(Array.init)
        self.replacement = replacement.withUTF8Buffer(Array.init)
    }

    /// Replaces in place, in time proportional to the text times the pattern.
    func apply(to text: inout [UInt8]) {
        var length = 0
        var index = 0
        while index < text.count {
            if matches(text, at: index) {
                for byte in replacement {
                    text[length] = byte
                    length += 1
                }
                index += pattern.count
            } else {
                text[length] = text[index]
                length += 1
                index += 1
            }
        }
        text.removeLast(text.count - length)
    }

    private func matches(_ text: [UInt8], at index: Int) -> Bool {
        guard text[index] == pattern[0], index + pattern.count <= text.count else { return false }
        for offset in pattern.indices where text[index + offset] != pattern[offset] { return false }
        return true
    }
}
