/// Durations as the configuration writes them: `250ms`, `5m`, `1h30m`, `2d`, `0s`.
package enum DurationText {
    private static let units: [(name: String, microseconds: Int64)] = [
        ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1000), ("us", 1),
    ]

    /// Reads one or more numbers, each with its unit, from the largest unit to the smallest.
    ///
    /// Units are `d`, `h`, `m`, `s`, `ms` and `us`. A number may have a fraction (`1.5s`); what is finer than
    /// a microsecond is cut off. There is no sign: a duration in a configuration is never negative.
    package static func parse(_ text: String) throws(DurationTextError) -> Duration {
        var rest = Substring(text)
        var total: Int64 = 0
        var nextUnit = 0
        guard !rest.isEmpty else { throw error(text, "is empty") }
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest.removeFirst(number.count)
            let name = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            rest.removeFirst(name.count)
            guard !number.isEmpty else { throw error(text, "does not start with a number") }
            guard !name.isEmpty else { throw error(text, "has no unit after \(number)") }
            guard let index = units.firstIndex(where: { $0.name == name }) else {
                throw error(text, "has the unknown unit `\(name)`")
            }
            guard index >= nextUnit else { throw error(text, "does not go from larger to smaller units") }
            nextUnit = index + 1
            guard let part = microseconds(number, unit: units[index].microseconds) else {
                throw error(text, "has `\(number)`, which is no number or too large")
            }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { throw error(text, "is too long") }
            total = sum
        }
        return .microseconds(total)
    }

    /// Writes a duration so that `parse` reads the same back, e.g. `1h30m`; zero is `0s`.
    ///
    /// What is finer than a microsecond is cut off. A negative duration gets a leading `-`, which `parse` refuses.
    package static func format(_ duration: Duration) -> String {
        let total = duration.inMicroseconds
        guard total != 0 else { return "0s" }
        var rest = total.magnitude
        var text = total < 0 ? "-" : ""
        for unit in units {
            let (count, remainder) = rest.quotientAndRemainder(dividingBy: UInt64(unit.microseconds))
            if count > 0 { text += "\(count)\(unit.name)" }
            rest = remainder
        }
        return text
    }

    private static func microseconds(_ number: Substring, unit: Int64) -> Int64? {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]) else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        guard parts.count == 2 else { return product }
        guard !parts[1].isEmpty, let fraction = Double("0.\(parts[1])") else { return nil }
        let (sum, carried) = product.addingReportingOverflow(Int64(fraction * Double(unit)))
        return carried ? nil : sum
    }

    private static func error(_ text: String, _ fault: String) -> DurationTextError {
        DurationTextError(
            text: text,
            message: "the duration `\(text)` \(fault); write it like 250ms, 5m, 1h30m or 2d")
    }
}
