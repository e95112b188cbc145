import CLibmicrohttpd
import Glibc
import Synchronization

extension ListenerCore {
    /// Begins a request whose header section is in.
    ///
    /// - Returns: its context, or nil when it has been refused and the connection must close.
    func begin(
        _ raw: OpaquePointer, _ connection: Connection, path: UnsafePointer<CChar>, method: UnsafePointer<CChar>,
        version: UnsafePointer<CChar>
    ) -> RequestContext? {
        let request = RequestContext(core: self, connection: raw, peer: connection, method: method, path: path)
        guard enter(request.announcesBody ? .body : .handling, connection) else { return nil }
        let isKnown = strcmp(version, "HTTP/1.1") == 0 || strcmp(version, "HTTP/1.0") == 0
        if let refusal = isKnown ? request.refusal() : .unsupportedVersion {
            _ = refuse(refusal, connection, isHead: request.isHead)
            return nil
        }
        requests.begin()
        return request
    }

    /// Takes a piece of the body.
    func receive(_ piece: UnsafeRawBufferPointer, _ request: RequestContext) -> MHD_Result {
        if request.append(piece) { return .YES }
        return refuse(.bodyTooLarge(limit: configuration.maximumBodyBytes), request.peer, isHead: false)
    }

    /// Goes on with a request that is whole.
    func advance(_ raw: OpaquePointer, _ request: RequestContext) -> MHD_Result {
        guard enter(.handling, request.peer) else { return .NO }
        guard let response = request.advance() else { return .YES }
        guard !response.dropsConnection, enter(.answer, request.peer) else { return .NO }
        if send(response, raw) { return .YES }
        // A daemon that is being stopped takes no answer any more, however good it is.
        return refuse(suspended.isClosed ? .stopping : .invalidResponse, request.peer, isHead: request.isHead)
    }

    /// Ends a request, answered or not.
    func finish(_ request: RequestContext) {
        _ = enter(.idle, request.peer)
        requests.end()
    }

    private func send(_ response: borrowing HTTPResponse, _ raw: OpaquePointer) -> Bool {
        guard (200...599).contains(response.status) else { return false }
        let made = response.body.withUnsafeBytes { bytes in
            // The library only reads through the pointer in this mode: it makes its own copy.
            MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        guard let made else { return false }
        // `MHD_queue_response` takes its own hold on it.
        defer { MHD_destroy_response(made) }
        var closes = closesConnections.load(ordering: .relaxed)
        for (name, value) in response.headers {
            if HeaderRules.isSetByListener(name) {
                closes = closes || HeaderRules.closes(name, value)
                continue
            }
            guard HeaderRules.canSend(name: name, value: value) else { return false }
            // The library has no way to send an empty value.
            guard !value.isEmpty else { continue }
            // Passing the strings themselves would copy each into an array first.
            let added = name.withCString { name in
                value.withCString { value in MHD_add_response_header(made, name, value) }
            }
            guard added == .YES else { return false }
        }
        if closes {
            guard MHD_add_response_header(made, "Connection", "close") == .YES else { return false }
        }
        return MHD_queue_response(raw, UInt32(response.status), made) == .YES
    }
}
