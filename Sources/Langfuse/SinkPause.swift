import Synchronization
import Timing

/// The break Langfuse asked for with a 429. All requests of a sink keep it: the limit is the whole organisation's.
final class SinkPause: Sendable {
    private let time: any TimeSource
    private let end = Mutex<Timestamp?>(nil)

    init(time: any TimeSource) {
        self.time = time
    }

    /// What is left of the break; zero when there is none.
    var remaining: Duration {
        let now = time.now()
        return end.withLock { end in end.map { max(.zero, $0 - now) } ?? .zero }
    }

    /// The longest break taken at a word: a server that means longer says so again, and one with a wrong clock does not
    /// silence the sink for a day.
    static let longest = Duration.seconds(300)

    /// Begins a break of `duration`, or makes the one under way longer.
    func begin(_ duration: Duration) {
        let new = time.now() + min(duration, Self.longest)
        end.withLock { end in end = end.map { max($0, new) } ?? new }
    }

    /// Waits for the end of the break.
    ///
    /// - Throws: `rateLimited` at once when it ends after `deadline`; `cancelled`.
    func wait(until deadline: Timestamp) async throws(LangfuseError) {
        while let until = end.withLock({ $0 }), until > time.now() {
            guard until <= deadline else {
                let rest = until - time.now()
                throw LangfuseError(
                    code: .rateLimited,
                    message: "Langfuse asked for a break of \(Int(rest.inSeconds.rounded(.up))) s more",
                    retryAfter: rest)
            }
            try await time.sleepOrCancel(until: until)
        }
    }
}

extension TimeSource {
    /// Suspends until `deadline`.
    ///
    /// - Throws: `LangfuseError` with code `cancelled`.
    func sleepOrCancel(until deadline: Timestamp) async throws(LangfuseError) {
        do {
            try await sleep(until: deadline)
        } catch {
            throw LangfuseError(code: .cancelled, message: "writing to Langfuse was cancelled")
        }
    }
}
