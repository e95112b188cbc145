/// Times and dates of RFC 3339, section 5.6, and durations of its appendix A.
enum FormatTimes {
    /// `full-date "T" full-time`.
    static func isDateTime(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count > 11 else { return false }
        let separator = text[text.startIndex + 10]
        return separator | 0x20 == UInt8(ascii: "t") && isDate(text.prefix(10)) && isTime(text.dropFirst(11))
    }

    /// `full-date`; the day must exist in its month.
    static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        guard text.count == 10, let year = number(&rest, digits: 4), skip("-", &rest),
            let month = number(&rest, digits: 2), skip("-", &rest), let day = number(&rest, digits: 2)
        else { return false }
        guard (1...12).contains(month) else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    /// `full-time`; a leap second only at the end of a day in UTC.
    static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        guard let hour = number(&rest, digits: 2), skip(":", &rest), let minute = number(&rest, digits: 2),
            skip(":", &rest), let second = number(&rest, digits: 2), hour < 24, minute < 60, second <= 60
        else { return false }
        if skip(".", &rest) {
            let digits = rest.prefix { $0.isDecimalDigit }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = offset(&rest), rest.isEmpty else { return false }
        let minuteOfDay = (hour * 60 + minute - offset + 2 * 1440) % 1440
        return second < 60 || minuteOfDay == 1439
    }

    /// Years, months and days, then hours, minutes and seconds, each unit right before the next; or weeks.
    static func isDuration(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        guard skip("P", &rest) else { return false }
        let parts = rest.split(separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = units(parts[0]) else { return false }
        guard parts.count == 2 else { return date == "W" || isRun(date, of: "YMD") }
        guard let time = units(parts[1]) else { return false }
        return (date.isEmpty || isRun(date, of: "YMD")) && isRun(time, of: "HMS")
    }

    /// The units of a sequence of whole numbers with one each; nil for anything else.
    private static func units(_ text: ArraySlice<UInt8>) -> String? {
        var rest = text
        var units = ""
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isDecimalDigit }
            rest = rest.dropFirst(digits.count)
            guard !digits.isEmpty, let unit = rest.popFirst() else { return nil }
            units.unicodeScalars.append(Unicode.Scalar(unit))
        }
        return units
    }

    private static func isRun(_ units: String, of all: String) -> Bool { !units.isEmpty && all.contains(units) }

    /// Minutes east of UTC.
    private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard let sign = rest.popFirst() else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(&rest, digits: 2),
            skip(":", &rest), let minutes = number(&rest, digits: 2), hours < 24, minutes < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy(\.isDecimalDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func skip(_ scalar: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: scalar) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
