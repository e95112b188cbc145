import Testing

@testable import ChatModels

struct AdaptiveLimitTests {
    /// A limit brought down to `value` by overloads.
    private static func limit(maximum: Int, halved times: Int) -> AdaptiveLimit {
        var limit = AdaptiveLimit(maximum: maximum)
        for _ in 0..<times { limit.overloaded(round: limit.round) }
        return limit
    }

    @Test func `It starts at what is configured`() {
        #expect(AdaptiveLimit(maximum: 64).value == 64)
        #expect(AdaptiveLimit(maximum: 0).value == 1)
    }

    @Test func `Each round of overloads halves it, down to one`() {
        var limit = AdaptiveLimit(maximum: 10)
        for expected in [5, 2, 1, 1] {
            let round = limit.round
            for _ in 0..<7 { limit.overloaded(round: round) }
            #expect(limit.value == expected)
        }
    }

    @Test func `A full window of successes raises it by one, up to the maximum`() {
        var limit = Self.limit(maximum: 8, halved: 1)
        for window in 4..<8 {
            for _ in 1..<window { limit.succeeded(round: limit.round, inFlight: window) }
            #expect(limit.value == window)
            limit.succeeded(round: limit.round, inFlight: window)
            #expect(limit.value == window + 1)
        }
        for _ in 0..<100 { limit.succeeded(round: limit.round, inFlight: 8) }
        #expect(limit.value == 8)
    }

    @Test func `Calls begun before a decrease say nothing about what came of it`() {
        var limit = AdaptiveLimit(maximum: 16)
        let old = limit.round
        limit.overloaded(round: old)
        for _ in 0..<100 { limit.succeeded(round: old, inFlight: 16) }
        limit.overloaded(round: old)
        limit.paused(round: old, isRefusal: true)
        #expect(limit.value == 8)
    }

    @Test func `Successes of a limit that is not used do not raise it`() {
        var limit = Self.limit(maximum: 16, halved: 1)
        for _ in 0..<100 { limit.succeeded(round: limit.round, inFlight: 3) }
        #expect(limit.value == 8)
        for _ in 0..<8 { limit.succeeded(round: limit.round, inFlight: 4) }
        #expect(limit.value == 9)
    }

    /// Whether the wait came with a refusal, and where the quick growth ends.
    @Test(arguments: [(true, 50), (false, 100)])
    func `After a wait it starts low and grows quickly to where it stood`(isRefusal: Bool, end: Int) {
        var limit = AdaptiveLimit(maximum: 100)
        limit.paused(round: limit.round, isRefusal: isRefusal)
        #expect(limit.value == end / 10)
        var windows = 0
        while limit.value < end {
            for _ in 0..<limit.value { limit.succeeded(round: limit.round, inFlight: limit.value) }
            windows += 1
        }
        #expect(limit.value == end)
        #expect(windows == 4)
        limit.succeeded(round: limit.round, inFlight: limit.value)
        #expect(limit.value == end)
    }

    @Test func `Another maximum takes along a limit at the top and caps any other`() {
        var full = AdaptiveLimit(maximum: 8)
        full.set(maximum: 20)
        #expect(full.value == 20)
        full.set(maximum: 3)
        #expect(full.value == 3)
        var low = Self.limit(maximum: 64, halved: 2)
        low.set(maximum: 100)
        #expect(low.value == 16)
        low.set(maximum: 5)
        #expect(low.value == 5)
    }
}
