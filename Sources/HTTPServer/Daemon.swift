import CLibmicrohttpd
import Glibc
import Synchronization

/// A running libmicrohttpd daemon.
///
/// `MHD_stop_daemon` is safe from any thread. `MHD_quiesce_daemon` is not used: it takes the listening socket out of the poll
/// of a thread that may be about to do the same, and the library ends the process when the second one finds it gone (seen
/// with 0.9.75). New connections are refused by the accept policy instead.
// @unchecked: one pointer, used only through those calls.
struct Daemon: @unchecked Sendable {
    private let raw: OpaquePointer

    /// Starts threads that serve `socket`, which becomes the daemon's.
    ///
    /// The caller keeps `core` alive until `stop` has returned.
    init(core: ListenerCore, socket: Int32) throws(ListenerError) {
        let configuration = core.configuration
        var settings = shim_MHD_settings()
        settings.listen_socket = socket
        settings.threads = UInt32(clamping: max(1, configuration.threads))
        // The library splits the number among its threads and wants at least one for each.
        settings.connections = UInt32(clamping: max(configuration.maximumConnections, configuration.threads, 1))
        settings.connections_per_address = UInt32(clamping: configuration.maximumConnectionsPerAddress)
        settings.connection_memory = max(1024, configuration.headerMemory)
        settings.context = Unmanaged.passUnretained(core).toOpaque()
        settings.accept = accept
        settings.access = access
        settings.completed = completed
        settings.notify = notify
        settings.request_line = requestLine
        settings.unescape = keepEscapes
        guard let raw = shim_MHD_start_daemon(&settings) else {
            throw ListenerError(
                .daemonFailed,
                "libmicrohttpd \(Self.libraryVersion) did not start: it needs a thread and some open files for each of "
                    + "\(settings.threads) threads; raise the limits (ulimit -u, ulimit -n) or lower the threads")
        }
        self.raw = raw
    }

    /// The version of the library linked, e.g. `0.9.75`.
    static var libraryVersion: String { MHD_get_version().map { String(cString: $0) } ?? "unknown" }

    /// Closes all connections and the listening socket and joins the threads.
    ///
    /// No connection may be suspended.
    func stop() {
        MHD_stop_daemon(raw)
    }
}

private func core(_ context: UnsafeMutableRawPointer?) -> ListenerCore? {
    context.map { Unmanaged<ListenerCore>.fromOpaque($0).takeUnretainedValue() }
}

private func peer(_ connection: OpaquePointer) -> Connection? {
    shim_MHD_get_socket_context(connection).map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
}

/// A connection waits to be taken in; `NO` closes it.
private func accept(
    context: UnsafeMutableRawPointer?, address: UnsafePointer<sockaddr>?, length: socklen_t
) -> MHD_Result {
    core(context)?.refusesConnections.load(ordering: .relaxed) == false ? .YES : .NO
}

/// A connection has been accepted, or is about to be closed.
private func notify(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_ConnectionNotificationCode
) {
    guard let core = core(context), let connection, let slot else { return }
    if code == .CONNECTION_NOTIFY_STARTED {
        // Released below, when the same connection closes.
        slot.pointee = Unmanaged.passRetained(core.opened(connection)).toOpaque()
    } else if let held = slot.pointee {
        slot.pointee = nil
        core.closed(Unmanaged<Connection>.fromOpaque(held).takeRetainedValue())
    }
}

/// The first line of a request is in. What is returned becomes the request's own pointer: none yet, because the
/// library promises `completed` only for requests that `access` has seen.
private func requestLine(
    context: UnsafeMutableRawPointer?, uri: UnsafePointer<CChar>?, connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let core = core(context), let connection, let peer = peer(connection) else { return nil }
    // A false return means the socket is shut down: `access` will see that too.
    _ = core.enter(.head, peer)
    return nil
}

/// Leaves `%HH` in place: an encoded `/` or NUL could not be told from a plain one afterwards.
private func keepEscapes(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, text: UnsafeMutablePointer<CChar>?
) -> Int {
    guard let text else { return 0 }
    return strlen(text)
}

/// Called when the header section is in, for each piece of the body, at the end of it, and after each resumption.
private func access(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, path: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, data: UnsafePointer<CChar>?,
    size: UnsafeMutablePointer<Int>?, slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let core = core(context), let connection, let path, let method, let version, let size, let slot else {
        return .NO
    }
    guard let held = slot.pointee else {
        guard let peer = peer(connection),
            let request = core.begin(connection, peer, path: path, method: method, version: version)
        else { return .NO }
        // Released in `completed`.
        slot.pointee = Unmanaged.passRetained(request).toOpaque()
        return .YES
    }
    let request = Unmanaged<RequestContext>.fromOpaque(held).takeUnretainedValue()
    guard size.pointee > 0 else { return core.advance(connection, request) }
    let piece = UnsafeRawBufferPointer(start: data, count: size.pointee)
    size.pointee = 0
    return core.receive(piece, request)
}

/// A request has ended: answered, cut off, or dropped.
private func completed(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_RequestTerminationCode
) {
    guard let core = core(context), let slot, let held = slot.pointee else { return }
    slot.pointee = nil
    core.finish(Unmanaged<RequestContext>.fromOpaque(held).takeRetainedValue())
}
