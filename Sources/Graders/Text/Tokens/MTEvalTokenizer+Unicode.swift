extension MTEvalTokenizer {
    /// mteval-v14: sets apart punctuation of any script unless between numbers, and every symbol.
    static func international(_ text: Bytes, _ body: (Bytes) -> Void) {
        MarkSeparation<UnicodeMarks>.forEachToken(in: Whitespace.trimmedEnd(text), isPadded: false, body)
    }

    /// Whether sacreBLEU's `zh` takes `scalar` for Chinese.
    ///
    /// Two of its ranges were meant to lie above U+FFFF, but are written with four hexadecimal digits and compared as
    /// texts of two characters; what they come to is U+2001 to U+2A6D and U+2F81 to U+2FA1.
    static func isChinese(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ..<0x2001: false
        case 0x2001...0x2A6D, 0x2E80...0x2FDF, 0x2FF0...0x303F, 0x3100...0x312F, 0x31A0...0x31BF, 0x31C0...0x31EF,
            0x3200...0x4DB5, 0x4E00...0x9FBB, 0xF900...0xFA2D, 0xFA30...0xFA6A, 0xFA70...0xFAD9, 0xFE10...0xFE1F,
            0xFE30...0xFE4F, 0xFF00...0xFFEF:
            true
        default: false
        }
    }
}

/// The marks of `intl`, by their general categories.
private enum UnicodeMarks: MarkRules {
    @inline(__always)
    static func kind(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> (kind: MarkKind, length: Int) {
        let byte = text[index]
        if byte &- 0x30 < 10 { return (.digit, 1) }
        let space = Whitespace.length(at: index, in: text)
        if space > 0 { return (.space, space) }
        return (kind(of: UTF8Scalars.scalar(at: index, in: text)), UTF8Scalars.length(byte))
    }

    private static func kind(of scalar: UInt32) -> MarkKind {
        guard let category = Unicode.Scalar(scalar)?.properties.generalCategory else { return .other }
        switch category {
        case .decimalNumber, .letterNumber, .otherNumber: return .digit
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return .stop
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return .mark
        default: return .other
        }
    }
}
