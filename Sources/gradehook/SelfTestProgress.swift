import Synchronization

/// Says on the standard error how far a self-test is: a line for each tenth.
final class SelfTestProgress: Sendable {
    private let last = Mutex<(judge: String, tenth: Int)>(("", -1))

    /// Notes that `done` of `total` grades by `judge` are done.
    func note(_ judge: String, _ done: Int, _ total: Int) {
        let tenth = done * 10 / max(1, total)
        let isNews = last.withLock { last in
            guard last.judge != judge || last.tenth < tenth else { return false }
            last = (judge, tenth)
            return true
        }
        if isNews { StandardStreams.writeError("\(judge): \(done) of \(total) grades\n") }
    }
}
