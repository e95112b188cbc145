import Testing
import Timing

@testable import ChatModels

struct RateLimitHeadersTests {
    private static let now = Timestamp(rfc3339: "2026-11-21T09:00:00Z") ?? Timestamp(seconds: 0)

    /// Fields as servers send them, the wait they ask for, and how long something is used up.
    private static let cases: [(fields: [String], retryAfter: Duration?, exhaustedFor: Duration?)] = [
        (["Content-Type: application/json"], nil, nil),
        (["Retry-After: 7"], .seconds(7), nil),
        (["retry-after: Sat, 21 Nov 2026 09:00:30 GMT"], .seconds(30), nil),
        (["retry-after: soon"], nil, nil),
        // Azure sends both; the finer one counts.
        (["retry-after: 2", "retry-after-ms: 1250"], .milliseconds(1_250), nil),
        (["retry-after-ms: x", "Retry-After: 3"], .seconds(3), nil),
        (["x-ratelimit-remaining-requests: 59", "x-ratelimit-reset-requests: 1s"], nil, nil),
        (["x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 6m0s"], nil, .seconds(360)),
        (["X-RateLimit-Reset-Tokens: 20ms", "X-RateLimit-Remaining-Tokens: 0"], nil, .milliseconds(20)),
        (["x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 1m2.5s"], nil, .milliseconds(62_500)),
        // What is used up is the tokens; the requests' reset is not theirs.
        (["x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-requests: 9s"], nil, nil),
        (
            [
                "x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 1s",
                "x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 3s",
            ], nil, .seconds(3)
        ),
        (["x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 12"], nil, .seconds(12)),
        (["x-ratelimit-remaining: 0", "x-ratelimit-reset: 1795251610"], nil, .seconds(10)),
        (["x-ratelimit-remaining: 0", "x-ratelimit-reset: 1795251610500"], nil, .milliseconds(10_500)),
        (["x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: later"], nil, nil),
        (["x-ratelimit-remaining-requests: 0"], nil, nil),
        (
            ["anthropic-ratelimit-requests-remaining: 0", "anthropic-ratelimit-requests-reset: 2026-11-21T09:00:15Z"],
            nil, .seconds(15)
        ),
        (
            [
                "anthropic-ratelimit-input-tokens-remaining: 0",
                "anthropic-ratelimit-input-tokens-reset: 2026-11-21T09:01:00Z",
                "anthropic-ratelimit-output-tokens-remaining: 8000",
                "anthropic-ratelimit-output-tokens-reset: 2026-11-21T09:30:00Z", "retry-after: 41",
            ], .seconds(41), .seconds(60)
        ),
        (
            ["anthropic-ratelimit-tokens-remaining: 0", "anthropic-ratelimit-tokens-reset: 2026-11-21T08:59:59Z"],
            nil, .zero
        ),
    ]

    @Test(arguments: cases)
    func `The fields of every provider are read`(fields: [String], retryAfter: Duration?, exhaustedFor: Duration?) {
        let headers = fields.map { field in
            let parts = field.split(separator: ": ", maxSplits: 1).map(String.init)
            return (name: parts[0], value: parts[1])
        }
        let read = RateLimitHeaders(headers, now: Self.now)
        #expect(read.retryAfter == retryAfter)
        #expect(read.exhaustedFor == exhaustedFor)
    }
}
