extension Timestamp {
    /// Reads a date-time as RFC 3339, 5.6 defines it, or returns nil.
    ///
    /// `Z` or an offset is required. `t`, `z` and a space in place of `T` are taken, as the RFC allows. A fraction has
    /// one to nine digits, of which six are kept. A leap second (`:60`) counts as the first second of the next minute.
    package init?(rfc3339 text: String) {
        var text = text
        guard let parsed = text.withUTF8({ Self.parse(DateScanner($0)) }) else { return nil }
        self = parsed
    }

    /// The date-time in UTC to the millisecond, e.g. `2026-11-21T09:00:00.000Z`; microseconds are cut off.
    ///
    /// Instants outside the years 0000 to 9999, which RFC 3339 cannot write, give the nearest one it can.
    package var rfc3339: String {
        // 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z.
        let clamped = min(max(microseconds, -62_167_219_200_000_000), 253_402_300_799_999_000)
        let day = Timestamp(microseconds: clamped).utcDay
        let milliseconds = Int((clamped - day * 86_400_000_000) / 1000)
        let date = CivilDate(daysSinceEpoch: Int(day))
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var fields = FixedWidthWriter(buffer)
            fields.write(date.year, width: 4, then: "-")
            fields.write(date.month, width: 2, then: "-")
            fields.write(date.day, width: 2, then: "T")
            fields.write(milliseconds / 3_600_000, width: 2, then: ":")
            fields.write(milliseconds / 60_000 % 60, width: 2, then: ":")
            fields.write(milliseconds / 1000 % 60, width: 2, then: ".")
            fields.write(milliseconds % 1000, width: 3, then: "Z")
            return fields.count
        }
    }

    private static func parse(_ scanner: DateScanner) -> Timestamp? {
        var scanner = scanner
        guard let year = scanner.digits(4), scanner.one(of: "-") != nil,
            let month = scanner.digits(2), scanner.one(of: "-") != nil,
            let day = scanner.digits(2), scanner.one(of: "Tt ") != nil,
            let hour = scanner.digits(2), hour < 24, scanner.one(of: ":") != nil,
            let minute = scanner.digits(2), minute < 60, scanner.one(of: ":") != nil,
            let second = scanner.digits(2), second <= 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var fraction: Int64 = 0
        if scanner.one(of: ".") != nil {
            guard let digits = scanner.microseconds() else { return nil }
            fraction = digits
        }
        guard let offset = offsetSeconds(&scanner), scanner.isAtEnd else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Timestamp(microseconds: Int64(seconds) * 1_000_000 + fraction)
    }

    private static func offsetSeconds(_ scanner: inout DateScanner) -> Int? {
        if scanner.one(of: "Zz") != nil { return 0 }
        guard let sign = scanner.one(of: "+-"), let hours = scanner.digits(2), hours < 24,
            scanner.one(of: ":") != nil, let minutes = scanner.digits(2), minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }
}

/// Writes zero-padded decimal fields one after the other.
private struct FixedWidthWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    mutating func write(_ number: Int, width: Int, then separator: Unicode.Scalar) {
        var rest = number
        for place in stride(from: width - 1, through: 0, by: -1) {
            buffer[count + place] = UInt8(truncatingIfNeeded: rest % 10 + 0x30)
            rest /= 10
        }
        buffer[count + width] = UInt8(ascii: separator)
        count += width + 1
    }
}
