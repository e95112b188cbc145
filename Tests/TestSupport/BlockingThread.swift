import Glibc

/// A thread for one closure that blocks.
enum BlockingThread {
    /// Runs `body` on a new thread and returns at once.
    static func run(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Box(body))
        var id = pthread_t()
        // Released at the end of `runBox`.
        let result = pthread_create(&id, nil, runBox, box.toOpaque())
        precondition(result == 0, "no thread for a blocking call: \(String(cString: strerror(result)))")
        pthread_detach(id)
    }

    fileprivate final class Box: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}

private func runBox(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    // Balances `passRetained` in `run`.
    Unmanaged<BlockingThread.Box>.fromOpaque(context).takeRetainedValue().body()
    return nil
}
