import Cryptography

/// How the text of an attack is written.
enum AttackEncoding: String, Sendable, CaseIterable {
    case plain, base64, rot13
    /// Each ASCII character as its twin among the tags (Unicode, U+E0000 to U+E007F), which no font shows.
    case tags
    /// U+200B between all scalars.
    case zeroWidth = "zero_width"
    /// Backwards, behind U+202E, which makes it look forwards.
    case reversed

    /// Returns `text` as it is shown to the judge.
    func encode(_ text: String) -> String {
        switch self {
        case .plain: return text
        case .base64: return Base64.encode(Array(text.utf8))
        case .rot13: return String(decoding: text.utf8.map(Self.rotated), as: UTF8.self)
        case .tags: return Self.joined(text.unicodeScalars.map { [Self.tag($0)] })
        case .zeroWidth: return Self.joined(text.unicodeScalars.map { [$0, "\u{200B}"] })
        case .reversed: return "\u{202E}" + Self.joined(text.unicodeScalars.reversed().map { [$0] }) + "\u{202C}"
        }
    }

    private static func rotated(_ byte: UInt8) -> UInt8 {
        let letter = (byte | 0x20) &- 0x61
        guard letter < 26 else { return byte }
        return byte - letter + (letter + 13) % 26
    }

    private static func tag(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard scalar.isASCII, let tag = Unicode.Scalar(0xE0000 + scalar.value) else { return scalar }
        return tag
    }

    private static func joined(_ parts: [[Unicode.Scalar]]) -> String {
        var text = ""
        for part in parts { text.unicodeScalars.append(contentsOf: part) }
        return text
    }
}
