/// Private keys in PEM's armour (RFC 7468).
enum PrivateKeys {
    private static let hyphens = 5
    /// How long a line of the armour may be.
    private static let longestLine = 40

    /// The whole key whose first line is `head`: to the end of its last line, or where that is missing over what may be
    /// its text.
    static func range(_ bytes: [UInt8], _ head: Range<Int>) -> Range<Int> {
        if let end = end(bytes, from: head.upperBound) { return head.lowerBound..<end }
        var end = head.upperBound
        while end < bytes.count && isText(bytes[end]) { end += 1 }
        return head.lowerBound..<end
    }

    /// The end of the next line of armour when it is a last one; nil when it begins another key, or there is none.
    private static func end(_ bytes: [UInt8], from start: Int) -> Int? {
        guard let line = run(bytes, in: start..<bytes.count),
            bytes[(line + hyphens)...].starts(with: "END ".utf8)
        else { return nil }
        let rest = line + hyphens
        return run(bytes, in: rest..<min(bytes.count, rest + longestLine)).map { $0 + hyphens }
    }

    /// Where five hyphens in a row begin.
    private static func run(_ bytes: [UInt8], in range: Range<Int>) -> Int? {
        var count = 0
        for index in range {
            count = bytes[index] == UInt8(ascii: "-") ? count + 1 : 0
            if count == hyphens { return index + 1 - hyphens }
        }
        return nil
    }

    /// Base64, white space, and line breaks as JSON writes them.
    private static func isText(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "+/=\\ \t\r\n".utf8.contains(byte)
    }
}
