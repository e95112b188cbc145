import Dispatch

/// Runs what waits for other threads to end, off the cooperative pool, whose few threads must never block.
enum BlockingCall {
    /// Returns once `body` has returned, which runs on a thread of its own.
    static func run(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            // A private queue gets a thread even when every shared one is busy.
            DispatchQueue(label: "gradehook.blocking").async {
                body()
                continuation.resume()
            }
        }
    }
}
