import CLibcurl
import Glibc
import Synchronization

/// Sends requests with libcurl, all of them on one thread of its own that sleeps while nothing happens.
///
/// The thread starts with the first request, and owns all it works with: whoever drops the last reference to a transport
/// tells the thread to end and does not wait for it. Only `shutdown` waits.
/// `http` and `https` only; HTTP/2 where a TLS server offers it; connections are kept alive and reused. Redirects are
/// never followed, cookies and `.netrc` never read, and proxies used only as configured, not as the environment says.
/// Every method may be called from any thread.
package final class CurlTransport: HTTPTransport {
    let inbox = TransportInbox()
    private let configuration: TransportConfiguration
    private let life = Mutex(Life.unused)

    private enum Life {
        case unused
        case running(pthread_t)
        /// Told to end; nobody has waited for it yet.
        case ending(pthread_t)
        case ended
    }

    /// Creates a transport that does nothing yet.
    package init(configuration: TransportConfiguration = TransportConfiguration()) {
        _ = Self.globalInitialisation
        self.configuration = configuration
    }

    /// Starts the thread, the first time. When the system refuses one, every request fails and says so.
    private func start() {
        life.withLock { life in
            guard case .unused = life else { return }
            let start = ThreadStart(inbox: inbox, configuration: configuration)
            // Given back by runLoop, or below when no thread came to be.
            let context = Unmanaged.passRetained(start)
            var handle = pthread_t()
            guard pthread_create(&handle, nil, runLoop, context.toOpaque()) == 0 else {
                context.release()
                life = .ended
                _ = inbox.close(
                    with: TransferError(
                        code: .shutdown,
                        message:
                            "the system has no thread left for transfers; raise the limit of processes (ulimit -u)"))
                return
            }
            life = .running(handle)
        }
    }

    deinit {
        stop()
        // The last reference may go on any thread, and none of them may wait: what the thread needs is its own.
        if case .ending(let thread) = life.withLock({ exchange(&$0, with: .ended) }) { pthread_detach(thread) }
    }

    /// The version of libcurl linked, e.g. `7.88.1`.
    package static var libraryVersion: String {
        guard let information = curl_version_info(CURLVERSION_FIRST), let version = information.pointee.version else {
            return "unknown"
        }
        return String(cString: version)
    }

    /// Whether the transport has a thread.
    var isRunning: Bool { life.withLock { if case .running = $0 { true } else { false } } }

    /// What the transport is busy with at this moment.
    package var snapshot: TransportSnapshot {
        TransportSnapshot(
            inFlight: inbox.inFlight.load(ordering: .relaxed), queued: inbox.queued.load(ordering: .relaxed))
    }

    package func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        let target = try RequestTarget(request.url)
        try RequestRules.check(request, target)
        let deadline = MonotonicTime.now + request.timeout
        start()
        let id = inbox.nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inbox.submit(
                    Submission(
                        id: id, request: request, target: target, deadline: deadline, continuation: continuation))
                // The handler may have run before the submission, when there was nothing to cancel yet.
                if Task.isCancelled { inbox.cancel(id) }
            }
        } onCancel: {
            inbox.cancel(id)
        }
        return try result.get()
    }

    /// Lets at most `connections` transfers be under way from now on, and `perHost` of them to one host. What is under way
    /// beyond that goes on.
    func limit(connections: Int, perHost: Int) { inbox.limit(connections: connections, perHost: perHost) }

    /// Ends every transfer with `.shutdown` and takes no more. Does not wait for the thread, which ends by itself.
    func stop() {
        life.withLock { life in
            switch life {
            case .unused:
                life = .ended
                _ = inbox.close(with: TransferError(code: .shutdown, message: "the transport was shut down"))
            case .running(let thread):
                life = .ending(thread)
                inbox.stop()
            case .ending, .ended: return
            }
        }
    }

    /// Whether the transport was stopped and its thread, if it had one, is gone. Waits for nothing but the exit of a thread
    /// that has done everything.
    var hasEnded: Bool {
        life.withLock { life in
            if case .ending(let thread) = life, inbox.isDone.load(ordering: .acquiring) {
                pthread_join(thread, nil)
                life = .ended
            }
            return if case .ended = life { true } else { false }
        }
    }

    /// Ends every transfer with `.shutdown` and returns when the thread has ended. Calling it again does nothing.
    package func shutdown() {
        stop()
        let before = life.withLock { exchange(&$0, with: .ended) }
        guard case .ending(let thread) = before else { return }
        // Called on the transport's own thread, which cannot wait for itself.
        if pthread_equal(thread, pthread_self()) != 0 { pthread_detach(thread) } else { pthread_join(thread, nil) }
    }

    // libcurl wants to be initialised once; its release 7.84 made that safe beside other threads.
    private static let globalInitialisation = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}

/// What the thread starts with.
private final class ThreadStart: Sendable {
    let inbox: TransportInbox
    let configuration: TransportConfiguration

    init(inbox: TransportInbox, configuration: TransportConfiguration) {
        self.inbox = inbox
        self.configuration = configuration
    }
}

/// The thread's entry: takes back what `CurlTransport.start` retained and runs until told to stop.
private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
    transfer(start)
    start.inbox.isDone.store(true, ordering: .releasing)
    return nil
}

/// Everything that the thread does; libcurl's handles are gone at its end.
private func transfer(_ start: ThreadStart) {
    do throws(TransferError) {
        try CurlLoop(inbox: start.inbox, configuration: start.configuration).run()
    } catch {
        for submission in start.inbox.close(with: error).submissions {
            submission.continuation.resume(returning: .failure(error))
        }
    }
}
