import Synchronization

/// Says on the standard error how far a self-test is: on a terminal a line for each tenth, elsewhere, where lines are kept,
/// one at the start and one at the end.
final class SelfTestProgress: Sendable {
    private let last = Mutex<(judge: String, tenth: Int)>(("", -1))
    private let isTerminal: Bool

    /// Creates the progress of nothing yet.
    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    /// Notes that `done` of `total` grades by `judge` are done.
    func note(_ judge: String, _ done: Int, _ total: Int) {
        if let line = line(judge, done, total) { StandardStreams.writeError(line + "\n") }
    }

    /// What is to be said of that; nil when it is no news.
    func line(_ judge: String, _ done: Int, _ total: Int) -> String? {
        let tenth = done * 10 / max(1, total)
        let isFirst = last.withLock { last -> Bool? in
            guard last.judge != judge || last.tenth < tenth else { return nil }
            defer { last = (judge, tenth) }
            return last.judge != judge
        }
        guard let isFirst else { return nil }
        if isTerminal || done == total { return "\(judge): \(done) of \(total) grades" }
        return isFirst ? "\(judge): \(total) grades" : nil
    }
}
