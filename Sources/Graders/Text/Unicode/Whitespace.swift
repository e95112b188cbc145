/// Whitespace as Python's `str.split` and `str.strip` know it, so that word counts equal those of the Python libraries.
///
/// Swift's own notion leaves out U+001C to U+001F.
enum Whitespace {
    /// Whether `scalar` separates words (https://docs.python.org/3/library/stdtypes.html#str.isspace).
    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Returns `text` without whitespace at both ends.
    static func stripped(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !contains($0) }) else { return "" }
        guard let last = scalars.lastIndex(where: { !contains($0) }) else { return "" }
        return String(scalars[first...last])
    }
}
