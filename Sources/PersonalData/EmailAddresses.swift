/// E-mail addresses by their `@` and domain, whatever stands before it.
enum EmailAddresses {
    /// The address whose `@` and domain are in `domain`, with a name before it of any length (RFC 5321, section 4.5.3.1.1,
    /// allows 64 bytes, but who hides must not rely on that); empty when there is no name.
    static func ranges(_ bytes: [UInt8], _ domain: Range<Int>) -> [Range<Int>] {
        // Names hold no `@`, so no byte is looked at twice.
        var start = domain.lowerBound
        var index = start
        while let (scalar, place) = scalar(bytes, before: index), isInside(scalar) {
            index = place
            if isLetter(scalar) { start = place }
        }
        return start < domain.lowerBound ? [start..<domain.upperBound] : []
    }

    /// Letters, digits and the marks that usual names have; a name begins with none of the marks.
    private static func isInside(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || ".%+-".unicodeScalars.contains(scalar)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar == "_" || ("0"..."9").contains(scalar) || isASCIILetter(scalar) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        case .decimalNumber, .letterNumber, .otherNumber: return true
        // What a letter is combined with.
        case .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    private static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool { (scalar.value | 0x20) &- 0x61 < 26 }

    /// The scalar that ends before `end`, and where it begins; nil at the start of the text.
    private static func scalar(_ bytes: [UInt8], before end: Int) -> (Unicode.Scalar, Int)? {
        guard end > 0 else { return nil }
        if bytes[end - 1] < 0x80 { return (Unicode.Scalar(bytes[end - 1]), end - 1) }
        var start = end - 1
        while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.first.map { ($0, start) }
    }
}
