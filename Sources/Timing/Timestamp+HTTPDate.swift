extension Timestamp {
    /// Reads the date of an HTTP field in the one format senders may use, `Sun, 06 Nov 1994 08:49:37 GMT`
    /// (IMF-fixdate, RFC 9110, 5.6.7), or returns nil.
    ///
    /// The name of the day must be one, but is not held against the date. The two obsolete formats are not read.
    package init?(httpDate text: String) {
        var text = text
        guard let parsed = text.withUTF8({ Self.parseIMF(DateScanner($0)) }) else { return nil }
        self = parsed
    }

    private static let dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func parseIMF(_ scanner: DateScanner) -> Timestamp? {
        var scanner = scanner
        guard let name = scanner.text(3), dayNames.contains(name), scanner.text(2) == ", ",
            let day = scanner.digits(2), scanner.one(of: " ") != nil,
            let monthName = scanner.text(3), let month = monthNames.firstIndex(of: monthName),
            scanner.one(of: " ") != nil, let year = scanner.digits(4), scanner.one(of: " ") != nil,
            let hour = scanner.digits(2), hour < 24, scanner.one(of: ":") != nil,
            let minute = scanner.digits(2), minute < 60, scanner.one(of: ":") != nil,
            let second = scanner.digits(2), second <= 60, scanner.text(4) == " GMT", scanner.isAtEnd,
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        return Timestamp(seconds: Int64(date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second))
    }
}
