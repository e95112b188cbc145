import Testing
import Timing

@testable import WorkQueue

struct RetryPolicyTests {
    @Test func `A drawn delay lies between zero and the doubled base, below the cap`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let base = Duration.milliseconds(Int64.random(in: 1...5000, using: &generator))
            let cap = Duration.milliseconds(Int64.random(in: 1...100_000, using: &generator))
            let policy = RetryPolicy(backoff: ExponentialBackoff(base: base, cap: cap))
            let attempt = Int.random(in: 1...80, using: &generator)
            let delay = policy.delay(afterAttempt: attempt, named: nil, using: &generator)
            #expect(delay >= .zero)
            #expect(delay <= cap)
            if attempt < 20 { #expect(delay <= base * (1 << (attempt - 1))) }
        }
    }

    @Test func `Delays spread over the whole range`() {
        var generator = SeededGenerator(seed: 11)
        let policy = RetryPolicy(backoff: ExponentialBackoff(base: .seconds(1), cap: .seconds(300)))
        let delays = (0..<4000).map { _ in policy.delay(afterAttempt: 5, named: nil, using: &generator).inSeconds }
        let mean = delays.reduce(0, +) / 4000
        #expect(abs(mean - 8) < 0.4, "uniform over 0...16 s")
        #expect(delays.contains { $0 < 0.5 } && delays.contains { $0 > 15.5 })
    }

    @Test func `The same generator draws the same delays`() {
        let policy = RetryPolicy()
        let draw = { (seed: UInt64) in
            var generator = SeededGenerator(seed: seed)
            return (1...8).map { policy.delay(afterAttempt: $0, named: nil, using: &generator) }
        }
        #expect(draw(3) == draw(3))
        #expect(draw(3) != draw(4))
    }

    @Test(arguments: [
        (Duration.seconds(5), Duration.seconds(5)), (.zero, .zero), (.seconds(-1), .zero),
        (.seconds(Int64.max), .seconds(3600)),
    ])
    func `A named delay is taken as it is, within bounds`(named: Duration, expected: Duration) {
        var generator = SeededGenerator(seed: 1)
        #expect(RetryPolicy().delay(afterAttempt: 1, named: named, using: &generator) == expected)
    }

    @Test func `Eight attempts are made by default, and at least one whatever is asked for`() {
        #expect(!RetryPolicy().isLast(attempt: 7))
        #expect(RetryPolicy().isLast(attempt: 8))
        #expect(RetryPolicy(maximumAttempts: 0).isLast(attempt: 1))
        #expect(RetryPolicy(maximumAttempts: -5).maximumAttempts == 1)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): short, and the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
