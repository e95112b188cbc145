import Testing
import Timing

/// A generator that always returns the same bits.
private struct Constant: RandomNumberGenerator {
    var bits: UInt64
    mutating func next() -> UInt64 { bits }
}

@Suite struct BackoffTests {
    @Test func `The longest wait doubles up to the cap`() {
        let backoff = ExponentialBackoff(base: .seconds(1), factor: 2, cap: .seconds(10))
        #expect((1...6).map { backoff.ceiling(attempt: $0) } == [1, 2, 4, 8, 10, 10].map { Duration.seconds($0) })
    }

    @Test func `Extreme attempts, times and factors stay in range`() {
        let backoff = ExponentialBackoff(base: .seconds(1), factor: 2, cap: .seconds(10))
        #expect(backoff.ceiling(attempt: .max) == .seconds(10))
        #expect(backoff.ceiling(attempt: 0) == .seconds(1))
        #expect(backoff.ceiling(attempt: .min) == .seconds(1))
        #expect(ExponentialBackoff(base: .seconds(-1)).ceiling(attempt: 5) == .zero)
        #expect(ExponentialBackoff(base: .seconds(5), cap: .zero).delay(attempt: 5) == .zero)
        #expect(ExponentialBackoff(base: .seconds(3), factor: .nan).ceiling(attempt: .max) == .seconds(3))
        #expect(ExponentialBackoff(base: .seconds(3), factor: .infinity).ceiling(attempt: 2) == .seconds(30))
    }

    @Test func `The wait is drawn between zero and the longest`() {
        let backoff = ExponentialBackoff(base: .seconds(1), factor: 2, cap: .seconds(10))
        var greatest = Constant(bits: .max)
        #expect(backoff.delay(attempt: 3, using: &greatest) == .seconds(4))
        let drawn = (0..<2000).map { _ in backoff.delay(attempt: 3) }
        #expect(drawn.allSatisfy { $0 >= .zero && $0 <= .seconds(4) })
        let mean = drawn.map(\.inSeconds).reduce(0, +) / 2000
        #expect((1.8...2.2).contains(mean))
    }

    @Test(arguments: [
        ("0", Duration.zero), ("7", .seconds(7)), (" 120\t", .seconds(120)), ("1.5", .milliseconds(1500)),
        ("-5", .zero), ("999999999999999999999999", RetryAfter.longest),
        ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)), ("Sun, 06 Nov 1994 08:49:00 GMT", .zero),
    ])
    func `Retry-After is read as seconds or as a date`(header: String, wait: Duration) {
        #expect(RetryAfter.parse(header, now: Timestamp(seconds: 784_111_777)) == wait)
    }

    @Test(arguments: ["", "soon", "inf", "1e3", "0x10", "1.2.3", "-", "- 5", "5 s"])
    func `A Retry-After that says nothing readable is ignored`(header: String) {
        #expect(RetryAfter.parse(header, now: Timestamp(seconds: 0)) == nil)
    }
}
