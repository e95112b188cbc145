import Timing

/// What the header fields of an answer say about when the provider takes more.
///
/// Read are `Retry-After` (RFC 9110, 10.2.3) and `retry-after-ms`; `x-ratelimit-remaining-…` and `x-ratelimit-reset-…` of
/// OpenAI (https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers), Azure and servers like them; and
/// `anthropic-ratelimit-…-remaining` and `-reset` (https://docs.anthropic.com/en/api/rate-limits#response-headers).
struct RateLimitHeaders: Sendable, Equatable {
    /// How long the server says to wait; nil when it does not.
    private(set) var retryAfter: Duration?
    /// How long until that of which nothing remains is full again; nil when something of everything remains.
    private(set) var exhaustedFor: Duration?

    /// Reads `headers` as they were at `now`. What cannot be read is passed over.
    init(_ headers: [(name: String, value: String)], now: Timestamp) {
        var milliseconds: Duration?
        var exhausted: [Substring] = []
        var resets: [(kind: Substring, value: String)] = []
        for header in headers where Self.isOfInterest(header.name) {
            let name = header.name.lowercased()
            if name == "retry-after" {
                retryAfter = RetryAfter.parse(header.value, now: now)
            } else if name == "retry-after-ms" {
                milliseconds = Self.milliseconds(header.value)
            } else if let field = Self.field(name) {
                if field.isReset { resets.append((field.kind, header.value)) }
                if !field.isReset, Self.isNothing(header.value) { exhausted.append(field.kind) }
            }
        }
        retryAfter = milliseconds ?? retryAfter
        guard !exhausted.isEmpty else { return }
        for reset in resets where exhausted.contains(reset.kind) {
            guard let wait = Self.reset(reset.value, now: now) else { continue }
            exhaustedFor = max(exhaustedFor ?? .zero, wait)
        }
    }

    /// Whether a name may be one of those above; most are not, and need no copy in lower case.
    private static func isOfInterest(_ name: String) -> Bool {
        guard name.utf8.count >= 11, let first = name.utf8.first else { return false }
        return [UInt8(ascii: "r"), UInt8(ascii: "x"), UInt8(ascii: "a")].contains(first | 0x20)
    }

    /// Takes a name apart: what is limited, and whether the field says when it is full again or how much remains.
    private static func field(_ name: String) -> (kind: Substring, isReset: Bool)? {
        let remaining = "x-ratelimit-remaining"
        let reset = "x-ratelimit-reset"
        if name.hasPrefix(remaining) { return (name.dropFirst(remaining.utf8.count), false) }
        if name.hasPrefix(reset) { return (name.dropFirst(reset.utf8.count), true) }
        guard name.hasPrefix("anthropic-ratelimit-") else { return nil }
        if name.hasSuffix("-remaining") { return (name.dropLast("-remaining".utf8.count), false) }
        return name.hasSuffix("-reset") ? (name.dropLast("-reset".utf8.count), true) : nil
    }

    private static func isNothing(_ value: String) -> Bool { number(value).map { $0 <= 0 } ?? false }

    private static func milliseconds(_ value: String) -> Duration? {
        number(value).map { .microseconds(Int64(max(0, min($0, 3e12)) * 1e3)) }
    }

    /// Reads a time as providers write it: `6m0s` or seconds to go, a date of RFC 3339, or one in Unix time (in seconds, or
    /// milliseconds with some).
    private static func reset(_ value: String, now: Timestamp) -> Duration? {
        if let duration = try? DurationText.parse(value) { return min(duration, RetryAfter.longest) }
        if let date = Timestamp(rfc3339: value) { return max(.zero, date - now) }
        guard let number = number(value), number >= 0 else { return nil }
        if number < 1e9 { return .microseconds(Int64(number * 1e6)) }
        let date = Timestamp(microseconds: Int64(number < 1e11 ? number * 1e6 : min(number, 1e14) * 1e3))
        return max(.zero, date - now)
    }

    private static func number(_ value: String) -> Double? {
        // Double() takes "inf" and "0x1" as well.
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D })
        else { return nil }
        return Double(value)
    }
}
