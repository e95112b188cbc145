/// Base 64 (RFC 4648, 4 and 5), decoded strictly.
package enum Base64 {
    /// Which characters stand for 62 and 63.
    package enum Alphabet: Sendable {
        /// `+` and `/`.
        case standard
        /// `-` and `_`.
        case urlSafe
    }

    /// Returns `bytes` in the standard alphabet, padded with `=`.
    package static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { output in
            var written = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let count = min(3, bytes.count - start)
                var group = UInt32(bytes[start]) << 16
                if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
                if count > 2 { group |= UInt32(bytes[start + 2]) }
                for place in 0..<4 {
                    let value = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 0x3F
                    output[written] = place <= count ? character(of: value) : 0x3D
                    written += 1
                }
            }
            return written
        }
    }

    /// Returns the bytes that `text` spells, with all of its padding or with none.
    ///
    /// Nil for characters outside the alphabet (white space too), padding of the wrong length, a length that no bytes
    /// have, and stray bits behind the last byte: each text has one spelling per padding style.
    package static func decode(_ text: some Collection<UInt8>, alphabet: Alphabet = .standard) -> [UInt8]? {
        text.withContiguousStorageIfAvailable { decode(contiguous: $0, alphabet) }
            ?? Array(text).withUnsafeBufferPointer { decode(contiguous: $0, alphabet) }
    }

    /// Returns the bytes that `text` spells, under the terms of the other `decode`.
    package static func decode(_ text: String, alphabet: Alphabet = .standard) -> [UInt8]? {
        decode(text.utf8, alphabet: alphabet)
    }

    private static func decode(contiguous text: UnsafeBufferPointer<UInt8>, _ alphabet: Alphabet) -> [UInt8]? {
        guard let length = unpaddedLength(of: text) else { return nil }
        let size = length / 4 * 3 + max(0, length % 4 - 1)
        let last62: (UInt8, UInt8) = alphabet == .standard ? (0x2B, 0x2F) : (0x2D, 0x5F)
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { output, count in
            // Looked at once, at the end: a stray character sets bits that no value has.
            var seen: UInt8 = 0
            var bits: UInt32 = 0
            for index in 0..<length {
                let value = value(of: text[index], last62)
                seen |= value
                bits = bits << 6 | UInt32(value & 0x3F)
                if index & 3 == 3 {
                    output[count] = UInt8(truncatingIfNeeded: bits >> 16)
                    output[count + 1] = UInt8(truncatingIfNeeded: bits >> 8)
                    output[count + 2] = UInt8(truncatingIfNeeded: bits)
                    count += 3
                }
            }
            isValid = writeRest(of: bits, characters: length & 3, to: output, &count) && seen & 0xC0 == 0
        }
        return isValid ? bytes : nil
    }

    /// The number of characters before the padding; nil when a text of that length or with that padding cannot be.
    private static func unpaddedLength(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        var length = text.count
        while length > 0, text.count - length < 2, text[length - 1] == 0x3D { length -= 1 }
        guard length & 3 != 1, length == text.count || text.count & 3 == 0 else { return nil }
        return length
    }

    /// Writes the bytes of an incomplete last group. False when its bits do not end where a byte does.
    private static func writeRest(
        of bits: UInt32, characters: Int, to output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) -> Bool {
        switch characters {
        case 0:
            return true
        case 2:
            output[count] = UInt8(truncatingIfNeeded: bits >> 4)
            count += 1
            return bits & 0xF == 0
        default:
            output[count] = UInt8(truncatingIfNeeded: bits >> 10)
            output[count + 1] = UInt8(truncatingIfNeeded: bits >> 2)
            count += 2
            return bits & 0x3 == 0
        }
    }

    private static func character(of value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: 0x41 + value
        case 26..<52: 0x61 + value - 26
        case 52..<62: 0x30 + value - 52
        case 62: 0x2B
        default: 0x2F
        }
    }

    /// The six bits a character stands for; more for one outside the alphabet.
    @inline(__always)
    private static func value(of character: UInt8, _ last62: (UInt8, UInt8)) -> UInt8 {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        case last62.0: 62
        case last62.1: 63
        default: 0xFF
        }
    }
}
