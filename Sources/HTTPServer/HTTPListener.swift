import Glibc
import Synchronization

/// Listens on one address and hands every request to a handler.
///
/// Every method may be called from any thread.
package final class HTTPListener: Sendable {
    private struct Running {
        var core: ListenerCore
        var daemon: Daemon
        var port: UInt16
    }

    private enum State {
        case created
        case running(Running)
        case stopped
    }

    private let configuration: ListenerConfiguration
    private let handler: any HTTPHandler
    private let state = Mutex(State.created)

    /// Creates a listener that does nothing until it is started.
    package init(configuration: ListenerConfiguration, handler: any HTTPHandler) {
        self.configuration = configuration
        self.handler = handler
    }

    deinit {
        stop()
    }

    /// The version of libmicrohttpd linked, e.g. `0.9.75`.
    package static var libraryVersion: String { Daemon.libraryVersion }

    /// Whether that version has the strict parser of RFC 9110 and RFC 9112, which came with 1.0.1.
    ///
    /// Older ones are lenient about bare line feeds and folded header fields; the listener checks the rest itself.
    package static var isStrictParser: Bool { isStrict(version: libraryVersion) }

    static func isStrict(version: String) -> Bool {
        let numbers = version.split(separator: ".").prefix(3).map { Int($0.prefix { $0.isNumber }) ?? 0 }
        return !numbers.lexicographicallyPrecedes([1, 0, 1])
    }

    /// The port listened on, which the system chose when 0 was configured; 0 before the start and after the stop.
    package var port: UInt16 {
        state.withLock { state in
            if case .running(let running) = state { running.port } else { 0 }
        }
    }

    /// Begins to listen. Requests may come in before this has returned.
    package func start() throws(ListenerError) {
        try state.withLock { state throws(ListenerError) in
            guard case .created = state else {
                throw ListenerError(.alreadyStarted, "the listener on port \(configuration.port) was started before")
            }
            let core = try ListenerCore(configuration: configuration, handler: handler)
            try core.reaper.start()
            do throws(ListenerError) {
                // Last but for the daemon, which it belongs to from then on: nothing that fails can leave it open.
                let (socket, port) = try ListeningSocket.open(address: configuration.address, port: configuration.port)
                state = .running(Running(core: core, daemon: try Daemon(core: core, socket: socket), port: port))
            } catch {
                // The socket is left alone: a daemon that fails to start may have closed it already.
                core.reaper.stop()
                throw error
            }
        }
    }

    /// Lets no new connection in: each is closed as it comes, before anything of it is read. Existing ones go on.
    package func quiesce() {
        state.withLock { state in
            guard case .running(let running) = state else { return }
            running.core.refusesConnections.store(true, ordering: .relaxed)
        }
    }

    /// Whether every answer says `Connection: close` and closes; for draining. False at first.
    package var closesConnections: Bool {
        get {
            state.withLock { state in
                guard case .running(let running) = state else { return false }
                return running.core.closesConnections.load(ordering: .relaxed)
            }
        }
        set {
            state.withLock { state in
                guard case .running(let running) = state else { return }
                running.core.closesConnections.store(newValue, ordering: .relaxed)
            }
        }
    }

    /// Returns once no request is in flight: every answer that was given has left. At once when not running. New requests
    /// may keep it waiting; for draining.
    package func waitUntilIdle() async {
        let requests = state.withLock { state -> Idleness? in
            if case .running(let running) = state { running.core.requests } else { nil }
        }
        await requests?.wait()
    }

    /// Closes everything and returns when the threads have ended. Calling it again does nothing.
    ///
    /// Requests still waiting for their answer get the `stopping` refusal if it can still be sent. Must not be called
    /// by a handler: it waits for the thread that calls the handler.
    package func stop() {
        let running = state.withLock { state -> Running? in
            defer { state = .stopped }
            if case .running(let running) = state { return running } else { return nil }
        }
        guard let running else { return }
        running.core.suspended.close { running.core.configuration.refusal(.stopping) }
        running.daemon.stop()
        running.core.reaper.stop()
        running.core.requests.close()
    }

    /// The state at this moment; all zero when not running.
    package func snapshot() -> ListenerSnapshot {
        state.withLock { state in
            guard case .running(let running) = state else {
                return ListenerSnapshot(openConnections: 0, requestsInFlight: 0, bufferedBytes: 0)
            }
            return ListenerSnapshot(
                openConnections: running.core.reaper.connectionCount,
                requestsInFlight: running.core.requests.count,
                bufferedBytes: running.core.bodyBudget.bytesTaken)
        }
    }
}
