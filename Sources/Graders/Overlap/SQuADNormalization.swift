/// What SQuAD's evaluation does to an answer: lower case, without ASCII punctuation, without the words a, an and the
/// (https://rajpurkar.github.io/SQuAD-explorer/). Whitespace is left for the split.
enum SQuADNormalization {
    /// Returns `text` normalised.
    static func of(_ text: String) -> String {
        var lower = Lowercase.of(text)
        let bytes = lower.withUTF8 { $0.filter { !ASCIIPunctuation.contains($0) } }
        return bytes.withUnsafeBufferPointer { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { removeArticles(bytes, into: $0) }
        }
    }

    /// Copies all but articles, each of which becomes a space: runs of word characters, not words between spaces.
    private static func removeArticles(
        _ bytes: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var length = 0
        var copied = 0
        func copy(to end: Int) {
            for index in copied..<end {
                target.initializeElement(at: length, to: bytes[index])
                length += 1
            }
        }
        var index = 0
        while index < bytes.count {
            guard let article = article(at: index, in: bytes) else {
                index = endOfRun(from: index, in: bytes)
                continue
            }
            copy(to: index)
            target.initializeElement(at: length, to: 0x20)
            length += 1
            index += article
            copied = index
        }
        copy(to: bytes.count)
        return length
    }

    /// The length of the article that is the whole run of word characters beginning at `index`; nil when it is none.
    private static func article(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let left = bytes.count - index
        guard bytes[index] == 0x61 || bytes[index] == 0x74 else { return nil }
        let length: Int
        if bytes[index] == 0x74 {
            guard left >= 3, bytes[index + 1] == 0x68, bytes[index + 2] == 0x65 else { return nil }
            length = 3
        } else {
            length = left >= 2 && bytes[index + 1] == 0x6E ? 2 : 1
        }
        let end = index + length
        guard end == bytes.count || !WordCharacters.contains(UTF8Scalars.scalar(at: end, in: bytes)) else { return nil }
        return length
    }

    /// The end of the run of word characters that begins at `index`, or of the one other scalar there.
    private static func endOfRun(from index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = index
        while end < bytes.count && WordCharacters.contains(UTF8Scalars.scalar(at: end, in: bytes)) {
            end += UTF8Scalars.length(bytes[end])
        }
        return end > index ? end : index + UTF8Scalars.length(bytes[index])
    }
}
