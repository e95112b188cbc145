import Testing
import Timing

@testable import ChatModels

struct TokenBucketTests {
    private static let start = Timestamp(seconds: 1_000)

    /// Takes `amount` and returns when it was to be had, in seconds after the start.
    private static func take(_ amount: Int, from bucket: inout TokenBucket, at seconds: Double = 0) -> Double {
        let wait = bucket.wait(for: amount, now: start + .seconds(seconds))
        bucket.take(amount)
        return seconds + wait.inSeconds
    }

    /// Compares what a call that changes something returns.
    private func expect<Value: Equatable>(
        _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(value == expected, sourceLocation: sourceLocation)
    }

    @Test func `A tenth of a minute's worth goes at once, the rest evenly`() {
        var bucket = TokenBucket(perMinute: 60, now: Self.start)
        let times = (0..<9).map { _ in Self.take(1, from: &bucket) }
        #expect(times == [0, 0, 0, 0, 0, 0, 1, 2, 3])
    }

    @Test func `A rate below ten a minute lets one go at once`() {
        var bucket = TokenBucket(perMinute: 4, now: Self.start)
        let times = (0..<3).map { _ in Self.take(1, from: &bucket) }
        #expect(times == [0, 15, 30])
    }

    @Test func `Waiting fills it, but not beyond the burst`() {
        var bucket = TokenBucket(perMinute: 600, now: Self.start)
        expect(Self.take(60, from: &bucket), 0)
        expect(Self.take(10, from: &bucket, at: 1), 1)
        expect(Self.take(60, from: &bucket, at: 3_600), 3_600)
        expect(Self.take(1, from: &bucket, at: 3_600), 3_600.1)
    }

    @Test func `More than the burst can be had after a wait`() {
        var bucket = TokenBucket(perMinute: 600, now: Self.start)
        expect(Self.take(100, from: &bucket), 4)
        expect(Self.take(10, from: &bucket), 5)
    }

    @Test func `What was taken in vain comes back, and what was used beside it is owed`() {
        var bucket = TokenBucket(perMinute: 600, now: Self.start)
        bucket.take(60)
        bucket.give(20)
        expect(bucket.wait(for: 20, now: Self.start), .zero)
        bucket.give(-40)
        expect(bucket.wait(for: 10, now: Self.start), .seconds(3))
        bucket.give(1_000)
        expect(bucket.wait(for: 61, now: Self.start), .milliseconds(100))
    }

    @Test func `Another rate keeps the debt`() {
        var bucket = TokenBucket(perMinute: 600, now: Self.start)
        bucket.take(120)
        var other = bucket.with(perMinute: 60, now: Self.start)
        expect(other.wait(for: 1, now: Self.start), .seconds(61))
        var full = TokenBucket(perMinute: 60, now: Self.start).with(perMinute: 6_000, now: Self.start)
        expect(full.wait(for: 6, now: Self.start), .zero)
        expect(full.wait(for: 7, now: Self.start), .milliseconds(10))
    }

    @Test func `A clock that is set back neither fills nor stops it`() {
        var bucket = TokenBucket(perMinute: 60, now: Self.start)
        bucket.take(6)
        expect(bucket.wait(for: 1, now: Self.start - .seconds(3_600)), .seconds(1))
        expect(bucket.wait(for: 1, now: Self.start - .seconds(3_599)), .zero)
    }
}
