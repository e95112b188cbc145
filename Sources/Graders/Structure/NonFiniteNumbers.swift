/// The numbers Python's `json` writes and reads though JSON has none of them.
enum NonFiniteNumbers {
    private static let replacements: [(word: [UInt8], number: [UInt8])] = [
        (Array("NaN".utf8), Array("0".utf8)), (Array("Infinity".utf8), Array("1.7976931348623157e308".utf8)),
        (Array("-Infinity".utf8), Array("-1.7976931348623157e308".utf8)),
    ]

    /// Returns `text` with `NaN` outside strings replaced by 0 and the infinities by the greatest doubles, so that the
    /// rest can be read by the rules. Only whole tokens are: `-NaN` and `1NaN` are as wrong in Python.
    static func replaced(in text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "N")) || bytes.contains(UInt8(ascii: "I")) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isInString = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isInString, byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                output.append(contentsOf: bytes[index...(index + 1)])
                index += 2
                continue
            }
            if byte == UInt8(ascii: "\"") { isInString.toggle() }
            if !isInString, let found = replacements.first(where: { isToken($0.word, at: index, of: bytes) }) {
                output.append(contentsOf: found.number)
                index += found.word.count
                continue
            }
            output.append(byte)
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func isToken(_ word: [UInt8], at start: Int, of bytes: [UInt8]) -> Bool {
        guard bytes[start...].starts(with: word) else { return false }
        let end = start + word.count
        return (start == 0 || isBoundary(bytes[start - 1], "[:,"))
            && (end == bytes.count || isBoundary(bytes[end], "]},"))
    }

    private static func isBoundary(_ byte: UInt8, _ marks: String) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || marks.utf8.contains(byte)
    }
}
