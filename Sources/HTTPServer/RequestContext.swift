import CLibmicrohttpd
import Synchronization

/// One request from its header section to the last byte of its answer.
///
/// libmicrohttpd holds it as the request's own pointer, the closure given to the handler holds it as well.
// @unchecked: `body` and `head` belong to the connection's thread; `response` is written by the one who claimed the
// answer and read only after `State.ready` was seen.
final class RequestContext: @unchecked Sendable {
    /// Bits of `state`.
    private enum State {
        /// Someone is giving the answer; everyone after them is ignored.
        static let claimed: UInt8 = 1
        /// The answer is in `response`.
        static let ready: UInt8 = 2
        /// The connection is suspended and must be resumed by whoever brings the answer.
        static let suspended: UInt8 = 4
    }

    private let core: ListenerCore
    private let connection: OpaquePointer
    let peer: Connection
    private var head: RequestHead
    private var body: [UInt8] = []
    private var response: HTTPResponse?
    private let state = Atomic<UInt8>(0)
    private var isHandled = false

    init(core: ListenerCore, connection: OpaquePointer, peer: Connection, head: consuming RequestHead) {
        self.core = core
        self.connection = connection
        self.peer = peer
        if let length = head.contentLength { body.reserveCapacity(min(length, core.configuration.maximumBodyBytes)) }
        self.head = head
    }

    /// The method of the request.
    var method: String { head.method }

    /// Takes a piece of the body.
    ///
    /// - Returns: whether the body is still within the limit; a piece that would pass it is not kept.
    func append(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard body.count + piece.count <= core.configuration.maximumBodyBytes else { return false }
        body.append(contentsOf: piece)
        return true
    }

    /// Goes on when the request is whole, and again when a suspended connection was resumed.
    ///
    /// - Returns: the answer to send now, or nil when the connection has been suspended until there is one.
    func advance() -> HTTPResponse? {
        if !isHandled {
            isHandled = true
            core.handler.handle(takeRequest()) { self.answer($0) }
        }
        if state.load(ordering: .acquiring) & State.ready != 0 { return takeResponse() }
        guard core.suspended.insert(self) else {
            answer(core.configuration.refusal(.stopping))
            return state.load(ordering: .acquiring) & State.ready != 0 ? takeResponse() : nil
        }
        // In this order: from the moment the bit is set another thread may resume the connection.
        MHD_suspend_connection(connection)
        let before = state.bitwiseOr(State.suspended, ordering: .acquiringAndReleasing).oldValue
        if before & State.ready != 0 { resume() }
        return nil
    }

    /// Gives the answer. Only the first call counts.
    func answer(_ response: consuming HTTPResponse) {
        guard state.bitwiseOr(State.claimed, ordering: .relaxed).oldValue & State.claimed == 0 else { return }
        self.response = response
        let before = state.bitwiseOr(State.ready, ordering: .acquiringAndReleasing).oldValue
        if before & State.suspended != 0 { resume() }
    }

    private func resume() {
        MHD_resume_connection(connection)
        core.suspended.remove(self)
    }

    private func takeResponse() -> HTTPResponse? {
        defer { response = nil }
        return response
    }

    private func takeRequest() -> HTTPRequest {
        defer {
            body = []
            head.headers = HTTPHeaders()
        }
        return HTTPRequest(
            method: head.method, path: head.path, encodedPath: head.encodedPath, query: head.query,
            headers: head.headers, body: body, peerAddress: peer.address, isLoopback: peer.isLoopback)
    }
}
