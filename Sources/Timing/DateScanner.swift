/// Reads the fixed-width fields of a date text byte by byte. Every read fails with nil and never goes past the end.
struct DateScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    /// Starts at the first of `bytes`, which must outlive the scanner.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Whether everything has been read.
    var isAtEnd: Bool { index == bytes.count }

    /// The next byte, left unread.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Reads exactly `count` decimal digits.
    mutating func digits(_ count: Int) -> Int? {
        guard bytes.count - index >= count else { return nil }
        var value = 0
        for _ in 0..<count {
            let digit = Int(bytes[index]) - 0x30
            guard (0...9).contains(digit) else { return nil }
            value = value * 10 + digit
            index += 1
        }
        return value
    }

    /// Reads one byte when it is among `choices`.
    mutating func one(of choices: StaticString) -> UInt8? {
        guard let byte = next, choices.withUTF8Buffer({ $0.contains(byte) }) else { return nil }
        index += 1
        return byte
    }

    /// Reads `count` bytes as text.
    mutating func text(_ count: Int) -> String? {
        guard bytes.count - index >= count else { return nil }
        defer { index += count }
        return String(decoding: bytes[index..<index + count], as: UTF8.self)
    }

    /// Reads a fraction of one to nine digits and returns it in microseconds; finer digits are cut off.
    mutating func microseconds() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            guard count < 9 else { return nil }
            if count < 6 { value = value * 10 + Int64(byte - 0x30) }
            count += 1
            index += 1
        }
        guard count > 0 else { return nil }
        for _ in 0..<max(0, 6 - count) { value *= 10 }
        return value
    }
}
