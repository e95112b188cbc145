/// The `Retry-After` header field (RFC 9110, 10.2.3).
package enum RetryAfter {
    /// The longest wait `parse` returns: a hundred years, so that adding it to a timestamp cannot overflow.
    package static let longest = Duration.seconds(3_155_760_000)

    /// Returns how long `header` asks to wait, or nil when it says nothing that can be read.
    ///
    /// Takes seconds or an HTTP-date. Beyond the RFC, seconds may have a fraction (some gateways send one), and
    /// a negative number or a date in the past means no wait at all. Callers cap what they are willing to wait.
    package static func parse(_ header: String, now: Timestamp) -> Duration? {
        let text = header.drop { $0 == " " || $0 == "\t" }
        var trimmed = Substring(text)
        while let last = trimmed.last, last == " " || last == "\t" { trimmed.removeLast() }
        if let seconds = seconds(trimmed) { return seconds }
        guard let date = Timestamp(httpDate: String(trimmed)) else { return nil }
        return min(max(date - now, .zero), longest)
    }

    private static func seconds(_ text: Substring) -> Duration? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text
        // Double() would take "inf", "0x1" and "1e9" as well.
        guard let first = digits.utf8.first, (0x30...0x39).contains(first),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
            let value = Double(digits)
        else { return nil }
        if digits.count != text.count { return .zero }
        return value >= longest.inSeconds ? longest : .microseconds(Int64((value * 1e6).rounded(.up)))
    }
}
