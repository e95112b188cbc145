import Dispatch
import Glibc

/// Turns signals into calls, away from the signal handler's restrictions.
final class ProcessSignals {
    private var sources: [any DispatchSourceSignal] = []

    /// Starts listening for the signals `numbers`; `handler` is called with the number, one call after the other.
    init(_ numbers: [Int32], handler: @escaping @Sendable (Int32) -> Void) {
        let queue = DispatchQueue(label: "gradehook.signals")
        // A peer that hangs up must not end the process.
        signal(SIGPIPE, SIG_IGN)
        for number in numbers {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { handler(number) }
            source.resume()
            sources.append(source)
        }
    }

    /// Stops listening.
    func cancel() { sources.forEach { $0.cancel() } }
}
