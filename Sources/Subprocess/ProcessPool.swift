import Glibc

/// Processes that answer requests, one line of text each, for as long as they live.
///
/// A process is started when a request finds none free and there may be more. It reads one line from its standard input,
/// writes one line to its standard output, and so on until its input ends. One that breaks off, takes too long or writes
/// anything else is killed with its whole process group, and another one takes its place: at once after the first
/// failure, later and later while failures go on. Nothing runs before the first request. Every method may be called from
/// any thread; none blocks.
package final class ProcessPool: Sendable {
    private let configuration: ProcessPoolConfiguration
    let inbox = PoolInbox()

    /// Creates a pool; no process is started yet.
    package init(_ configuration: ProcessPoolConfiguration) { self.configuration = configuration }

    deinit {
        // The thread holds the inbox, not the pool: it ends the processes and then itself.
        inbox.stop()
    }

    /// Sends `request` and returns the reply.
    ///
    /// A request that meets a process which has gone since its last reply is sent to another one, once. Cancelling the
    /// task gives up the reply; the process goes on and serves others after it.
    /// - Parameters:
    ///   - request: a text without line breaks.
    ///   - isReply: called on the pool's thread with the line that comes; false has the process killed.
    /// - Returns: the line that `isReply` took, without its break.
    /// - Throws: `ProcessPoolError`, which says why there is none.
    package func exchange(
        _ request: [UInt8], isReply: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(ProcessPoolError) -> [UInt8] {
        let id = inbox.nextID()
        let bytes = request + [UInt8(ascii: "\n")]
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let request = PoolRequest(
                    id: id, bytes: bytes, isReply: isReply, continuation: continuation,
                    deadline: .now + configuration.timeout)
                if inbox.submit(request) { startThread() }
                // The handler may have run before the request was there to be cancelled.
                if Task.isCancelled { inbox.cancel(id) }
            }
        } onCancel: {
            inbox.cancel(id)
        }
        return try outcome.get()
    }

    /// Ends the processes and returns when they are gone: idle ones as their input ends, those that do not within the
    /// grace, and those at work, by `SIGKILL`. Calling it again does nothing.
    package func stop() async {
        inbox.stop()
        await inbox.waitUntilEnded()
    }

    private func startThread() {
        let start = ThreadStart(inbox: inbox, configuration: configuration)
        // Given back by runLoop, or below when no thread came to be.
        let context = Unmanaged.passRetained(start)
        var handle = pthread_t()
        guard inbox.descriptor >= 0, pthread_create(&handle, nil, runLoop, context.toOpaque()) == 0 else {
            context.release()
            inbox.end(ProcessPoolError(code: .unavailable, message: "the system has no thread left for processes"))
            return
        }
        pthread_detach(handle)
    }
}

/// What the thread starts with.
private final class ThreadStart: Sendable {
    let inbox: PoolInbox
    let configuration: ProcessPoolConfiguration

    init(inbox: PoolInbox, configuration: ProcessPoolConfiguration) {
        self.inbox = inbox
        self.configuration = configuration
    }
}

/// The thread's entry: takes back what `startThread` retained and runs until told to stop.
private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
    // A process that has gone must not end this one with SIGPIPE; other signals are other threads' business.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    PoolLoop(inbox: start.inbox, configuration: start.configuration).run()
    start.inbox.end(ProcessPoolError(code: .stopped, message: "the processes have been stopped"))
    return nil
}
