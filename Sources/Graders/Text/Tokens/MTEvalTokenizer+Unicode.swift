extension MTEvalTokenizer {
    /// mteval-v14: sets apart punctuation of any script unless between numbers, and every symbol.
    static func international(_ text: Bytes, _ body: (Bytes) -> Void) {
        let trimmed = Whitespace.trimmedEnd(text)
        // At most four scalars for one, and eight bytes for a symbol among them.
        let half = trimmed.count * 4 + 16
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * half) { memory in
            let first = UnsafeMutableBufferPointer(rebasing: memory[..<half])
            let second = UnsafeMutableBufferPointer(rebasing: memory[half...])
            var length = classify(trimmed, into: first)
            length = StopSeparation<ClassStops>.afterOther(
                UnsafeBufferPointer(rebasing: first[..<length]), into: second)
            length = StopSeparation<ClassStops>.beforeOther(
                UnsafeBufferPointer(rebasing: second[..<length]), into: first)
            encoded(first[..<length]).withUnsafeBufferPointer { Whitespace.forEachWord(in: $0, body) }
        }
    }

    /// What the substitutions ask of a scalar; kept in the bits above its own.
    private enum Class {
        static let other: UInt32 = 0
        static let number: UInt32 = 1
        static let punctuation: UInt32 = 2
        static let symbol: UInt32 = 3
    }

    private enum ClassStops: StopRules {
        static func isStop(_ unit: UInt32) -> Bool { unit >> 24 == Class.punctuation }
        static func isDigit(_ unit: UInt32) -> Bool { unit >> 24 == Class.number }
    }

    private static func classify(_ text: Bytes, into target: UnsafeMutableBufferPointer<UInt32>) -> Int {
        var length = 0
        var index = 0
        while index < text.count {
            let scalar = UTF8Scalars.scalar(at: index, in: text)
            target[length] = scalar | classOf(scalar) << 24
            length += 1
            index += UTF8Scalars.length(text[index])
        }
        return length
    }

    private static func classOf(_ scalar: UInt32) -> UInt32 {
        if scalar <= 0x20 || (scalar | 0x20) &- 0x61 < 26 { return Class.other }
        guard let category = Unicode.Scalar(scalar)?.properties.generalCategory else { return Class.other }
        switch category {
        case .decimalNumber, .letterNumber, .otherNumber: return Class.number
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return Class.punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return Class.symbol
        default: return Class.other
        }
    }

    private static func encoded(_ line: Slice<UnsafeMutableBufferPointer<UInt32>>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.count * 2)
        for unit in line {
            guard let scalar = Unicode.Scalar(unit & 0xFF_FFFF) else { continue }
            let isApart = unit >> 24 == Class.symbol
            if isApart { bytes.append(0x20) }
            bytes.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
            if isApart { bytes.append(0x20) }
        }
        return bytes
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
