import Glibc

/// An answer written past libmicrohttpd, straight to the socket of a connection that closes behind it.
///
/// It is for refusals in the middle of a request, where the library has no way to queue a response.
enum RawAnswer {
    /// The whole message. A `HEAD` request gets the length of the body without the body.
    static func bytes(of response: HTTPResponse, isHead: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(response.status) \(reason(response.status))\r\nDate: \(date(time(nil)))\r\n"
        for (name, value) in response.headers where !HeaderRules.isSetByListener(name) {
            guard HeaderRules.canSend(name: name, value: value) else { continue }
            text += "\(name): \(value)\r\n"
        }
        text += "Connection: close\r\nContent-Length: \(response.body.count)\r\n\r\n"
        return Array(text.utf8) + (isHead ? [] : response.body)
    }

    /// Writes without waiting; a peer whose window is full gets the part that fits.
    static func send(_ bytes: [UInt8], to descriptor: Int32) {
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }

    /// A date in the one form to be sent (RFC 9110, 5.6.7), in English whatever the locale.
    static func date(_ seconds: time_t) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(twoDigits).joined(separator: ":")
        return "\(days[Int(parts.tm_wday)]), \(twoDigits(parts.tm_mday)) \(months[Int(parts.tm_mon)]) "
            + "\(parts.tm_year + 1900) \(clock) GMT"
    }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 417: "Expectation Failed"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: "Refused"
        }
    }
}
