import Testing

@testable import WorkQueue

@Suite(.timeLimit(.minutes(1)))
struct WakeupTests {
    @Test func `A signal before the wait is remembered once`() async {
        let wakeup = Wakeup()
        wakeup.signal()
        wakeup.signal()
        await wakeup.wait()
        let second = Task { await wakeup.wait() }
        wakeup.signal()
        await second.value
    }

    @Test func `A cancelled wait returns, and leaves the next one working`() async {
        let wakeup = Wakeup()
        for _ in 0..<200 {
            let waiting = Task { await wakeup.wait() }
            waiting.cancel()
            await waiting.value
        }
        let waiting = Task { await wakeup.wait() }
        wakeup.signal()
        await waiting.value
    }
}
