/// Base 16 (RFC 4648, 8): two digits a byte.
package enum Hex {
    /// Returns `bytes` as lower-case digits.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { output in
            var index = 0
            for byte in bytes {
                (output[index], output[index + 1]) = digits(of: byte)
                index += 2
            }
            return index
        }
    }

    /// Returns the bytes that `text` spells in digits of either case; nil for an odd count or any other character.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.withContiguousStorageIfAvailable { decode(contiguous: $0) }
            ?? Array(text).withUnsafeBufferPointer { decode(contiguous: $0) }
    }

    /// Returns the bytes that `text` spells; nil for an odd count or any other character.
    package static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }

    private static func decode(contiguous text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count & 1 == 0 else { return nil }
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 2) { output, count in
            while count < text.count / 2 {
                guard let high = value(of: text[2 * count]), let low = value(of: text[2 * count + 1]) else {
                    isValid = false
                    return
                }
                output[count] = high << 4 | low
                count += 1
            }
        }
        return isValid ? bytes : nil
    }

    /// The two digits of `byte`, in lower case.
    static func digits(of byte: UInt8) -> (UInt8, UInt8) { (digit(byte >> 4), digit(byte & 0xF)) }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x37
        case 0x61...0x66: character - 0x57
        default: nil
        }
    }
}
