import Testing
import Timing

@testable import ChatModels

struct CircuitBreakerTests {
    private static let start = Timestamp(seconds: 1_000)

    private static func open(at time: Timestamp = start) -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<10 { breaker.failed("connect", isTry: false, now: time) }
        return breaker
    }

    @Test func `Ten failures in a row open it for five seconds`() {
        var breaker = CircuitBreaker()
        for count in 0..<10 {
            #expect(breaker.rest(Self.start) == nil, "\(count)")
            breaker.failed("answered 502", isTry: false, now: Self.start + .seconds(count))
        }
        #expect(breaker.rest(Self.start + .seconds(9)) == .seconds(5))
        #expect(breaker.isOpen)
        #expect(breaker.failures == 10)
        #expect(breaker.since == Self.start)
        #expect(breaker.reason == "answered 502")
    }

    @Test func `An answer among the failures starts the count anew`() {
        var breaker = CircuitBreaker()
        for _ in 0..<9 { breaker.failed("connect", isTry: false, now: Self.start) }
        breaker.answered()
        for _ in 0..<9 { breaker.failed("connect", isTry: false, now: Self.start) }
        #expect(!breaker.isOpen)
    }

    @Test func `Only one call tries, and its success closes it`() {
        var breaker = Self.open()
        let later = Self.start + .seconds(5)
        #expect(breaker.rest(later) == nil)
        breaker.tryBegan()
        #expect(breaker.isTrying)
        #expect(breaker.rest(later) == .seconds(1))
        breaker.answered()
        #expect(breaker == CircuitBreaker())
    }

    @Test func `Each failed try doubles the time, up to two minutes, and a success takes it back`() {
        var breaker = Self.open()
        var time = Self.start
        for seconds in [5, 10, 20, 40, 80, 120, 120] {
            #expect(breaker.rest(time) == .seconds(seconds))
            time = time + .seconds(seconds)
            breaker.tryBegan()
            breaker.failed("timeout", isTry: true, now: time)
        }
        #expect(breaker.failures == 17)
        #expect(breaker.since == Self.start)
        breaker.answered()
        for _ in 0..<10 { breaker.failed("connect", isTry: false, now: time) }
        #expect(breaker.rest(time) == .seconds(5))
    }

    @Test func `Calls that were under way when it opened do not lengthen the time, and one of their answers closes it`()
    {
        var breaker = Self.open()
        for _ in 0..<50 { breaker.failed("connect", isTry: false, now: Self.start + .seconds(4)) }
        #expect(breaker.rest(Self.start + .seconds(4)) == .seconds(1))
        breaker.answered()
        #expect(!breaker.isOpen)
    }

    @Test func `A try that is given up lets the next call try`() {
        var breaker = Self.open()
        breaker.tryBegan()
        breaker.tryAbandoned(Self.start + .seconds(6))
        #expect(breaker.isOpen)
        #expect(breaker.rest(Self.start + .seconds(6)) == nil)
    }
}
