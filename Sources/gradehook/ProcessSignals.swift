import Dispatch
import Glibc

/// Turns SIGTERM, SIGINT and SIGHUP into calls, away from the signal handler's restrictions.
final class ProcessSignals {
    private var sources: [any DispatchSourceSignal] = []

    /// Starts listening for signals.
    init(onStop: @escaping @Sendable () -> Void, onReload: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "gradehook.signals")
        // A peer that hangs up must not end the process.
        signal(SIGPIPE, SIG_IGN)
        for (number, handler) in [(SIGTERM, onStop), (SIGINT, onStop), (SIGHUP, onReload)] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler(handler: handler)
            source.resume()
            sources.append(source)
        }
    }

    /// Stops listening.
    func cancel() { sources.forEach { $0.cancel() } }
}
