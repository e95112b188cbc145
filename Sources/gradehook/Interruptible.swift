import Glibc
import Synchronization

/// Runs work that SIGINT and SIGTERM end early, so that there is time to clean up behind it.
enum Interruptible {
    /// How the work ended.
    enum Ending<Value: Sendable>: Sendable {
        case done(Value)
        case interrupted(Int32)
    }

    /// Runs `body`, which the first signal cancels; it is waited for all the same. A second signal ends the process at
    /// once, with 128 and the signal's number.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Ending<Value> {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        let isStopping = Atomic(false)
        let signals = ProcessSignals([SIGINT, SIGTERM]) { number in
            if isStopping.exchange(true, ordering: .relaxed) { _exit(128 + number) }
            continuation.yield(number)
        }
        defer { signals.cancel() }
        return await withTaskGroup(of: Ending<Value>?.self) { group in
            group.addTask { .done(await body()) }
            group.addTask {
                // Nil when the work was done first and the waiting is cancelled.
                for await number in stream { return .interrupted(number) }
                return nil
            }
            var ending: Ending<Value>?
            while ending == nil, let next = await group.next() { ending = next }
            group.cancelAll()
            await group.waitForAll()
            guard let ending else { preconditionFailure("the work ends with a value, or by a signal") }
            return ending
        }
    }
}
