import CLibcurl
import Glibc
import Synchronization

/// Sends requests with libcurl, all of them on one thread of its own that sleeps while nothing happens.
///
/// The thread starts with the first request: a transport that was never used ends without waiting for one.
/// `http` and `https` only; HTTP/2 where a TLS server offers it; connections are kept alive and reused. Redirects are
/// never followed, cookies and `.netrc` never read, and proxies used only as configured, not as the environment says.
/// Every method may be called from any thread.
package final class CurlTransport: HTTPTransport {
    private let inbox = TransportInbox()
    private let configuration: TransportConfiguration
    private let life = Mutex(Life.unused)

    private enum Life {
        case unused
        case running(pthread_t)
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
        shutdown()
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

    /// Ends every transfer with `.shutdown` and returns when the thread has ended. Calling it again does nothing.
    package func shutdown() {
        let before = life.withLock { exchange(&$0, with: .ended) }
        if case .unused = before {
            _ = inbox.close(with: TransferError(code: .shutdown, message: "the transport was shut down"))
        }
        guard case .running(let handle) = before else { return }
        inbox.stop()
        // The last reference may be dropped on the transport's own thread, which cannot wait for itself.
        if pthread_equal(handle, pthread_self()) != 0 { pthread_detach(handle) } else { pthread_join(handle, nil) }
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

/// The thread's entry: takes back what `CurlTransport.init` retained and runs until told to stop.
private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
    do throws(TransferError) {
        try CurlLoop(inbox: start.inbox, configuration: start.configuration).run()
    } catch {
        for submission in start.inbox.close(with: error).submissions {
            submission.continuation.resume(returning: .failure(error))
        }
    }
    return nil
}
