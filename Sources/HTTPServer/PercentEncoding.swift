import Glibc

/// Decodes percent-encoded text (RFC 3986, 2.1). A `%` that two hexadecimal digits do not follow stands for itself.
enum PercentEncoding {
    /// Decodes a text; bytes that are not UTF-8 afterwards are replaced.
    static func decode(_ text: String) -> String {
        guard isEncoded(text) else { return text }
        return String(decoding: decoded(text.utf8), as: UTF8.self)
    }

    /// Whether there is anything to decode in a text.
    static func isEncoded(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return false }
            return memchr(start, 0x25, bytes.count) != nil
        }
    }

    /// Decodes bytes as they lie in a request.
    static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.contains(UInt8(ascii: "%")) else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: decoded(bytes), as: UTF8.self)
    }

    private static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            let pair = rest.prefix(2)
            if byte == UInt8(ascii: "%"), pair.count == 2, let value = hexadecimal(pair) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func hexadecimal(_ digits: some Sequence<UInt8>) -> UInt8? {
        var value: UInt8 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | (digit - 0x30)
            case 0x41...0x46: value = value << 4 | (digit - 0x37)
            case 0x61...0x66: value = value << 4 | (digit - 0x57)
            default: return nil
            }
        }
        return value
    }
}
