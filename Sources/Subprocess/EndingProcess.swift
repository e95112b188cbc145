/// A process on its way out: waited for, and killed when it takes its time. For the pool's thread only.
final class EndingProcess {
    private let child: ChildProcess
    private var killAt: ContinuousClock.Instant?
    private var pause = Duration.milliseconds(1)
    private let whenGone: (ExitStatus) -> Void
    /// When to look again. The system has no event for the end of a process that every kernel and C library offers.
    private(set) var nextLook: ContinuousClock.Instant

    /// Waits for `child`, whose streams are closed, and kills it at `killAt`; `whenGone` is told how it ended.
    init(_ child: ChildProcess, killAt: ContinuousClock.Instant, whenGone: @escaping (ExitStatus) -> Void = { _ in }) {
        self.child = child
        self.killAt = killAt
        self.whenGone = whenGone
        nextLook = .now
        child.closeStreams()
    }

    /// Looks whether it is gone; true when it is, and `whenGone` has been told.
    func isGone(now: ContinuousClock.Instant) -> Bool {
        if let killAt, killAt <= now {
            child.kill()
            self.killAt = nil
        }
        if let status = child.reap() {
            whenGone(status)
            return true
        }
        nextLook = min(now + pause, killAt ?? .now + .seconds(1))
        pause = min(pause * 2, .milliseconds(100))
        return false
    }
}
