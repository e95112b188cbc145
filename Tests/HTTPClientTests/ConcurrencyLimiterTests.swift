import HTTPClient
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ConcurrencyLimiterTests {
    @Test(arguments: [1, 4]) func `However callers are cancelled, no more are in than may be, and no place is lost`(
        places: Int
    ) async {
        let limiter = ConcurrencyLimiter(limit: places)
        let inside = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<300 {
                let task = Task {
                    guard await limiter.enter() else { return }
                    inside.increment()
                    await Task.yield()
                    inside.decrement()
                    limiter.leave()
                }
                group.addTask {
                    for _ in 0..<Int.random(in: 0...10) { await Task.yield() }
                    if Bool.random() { task.cancel() }
                    await task.value
                }
            }
        }
        #expect(inside.peak <= places)
        // All places are there again.
        for _ in 0..<places { #expect(await limiter.enter()) }
    }

    @Test func `A task cancelled before it asks takes no place`() async {
        let limiter = ConcurrencyLimiter(limit: 1)
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await limiter.enter()
        }
        #expect(await early.value == false)
        #expect(await limiter.enter())
    }
}
