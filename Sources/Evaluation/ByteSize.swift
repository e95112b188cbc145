/// Reads sizes such as `256MiB`, `10kB` or `4096`.
package enum ByteSize {
    private static let units: [(String, Int)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("B", 1),
    ]

    /// Returns the number of bytes, or nil when `text` is not a size. Fractions, signs and overflow are refused.
    package static func parse(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits) else { return nil }
        let suffix = text[digits.endIndex...].trimmingPrefix(while: { $0 == " " })
        guard !suffix.isEmpty else { return count }
        guard let unit = units.first(where: { $0.0 == suffix }) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.1)
        return overflow ? nil : bytes
    }
}
