import CLibmicrohttpd
import Synchronization

/// One request from its header section to the last byte of its answer.
///
/// libmicrohttpd holds it as the request's own pointer, the closure given to the handler holds it as well.
// @unchecked: `head` belongs to the connection's thread; `response` is written by the one who claimed the answer
// and read only after `State.ready` was seen.
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
    private let state = Atomic<UInt8>(0)
    // Neither is optional: the empty values cost nothing, and taking one out is a plain move.
    private var head: RequestHead
    private var response = HTTPResponse(status: 0)
    private var isHandled = false
    /// Whether the answer goes without its body.
    let isHead: Bool
    /// Whether a body follows the head.
    let announcesBody: Bool

    /// Copies the head of the request that `connection` is at.
    init(
        core: ListenerCore, connection: OpaquePointer, peer: Connection, method: UnsafePointer<CChar>,
        path: UnsafePointer<CChar>
    ) {
        self.core = core
        self.connection = connection
        self.peer = peer
        var head = RequestHead(method: method, path: path, peer: peer)
        isHead = head.request.method == "HEAD"
        head.read(connection)
        announcesBody = head.announcesBody
        self.head = consume head
    }

    /// Why the request goes no further than its head, or nil when room for its body has been made.
    func refusal() -> Refusal? {
        if let refusal = head.refusal { return refusal }
        guard let length = head.contentLength, length > 0 else { return nil }
        guard length <= core.configuration.maximumBodyBytes else {
            return .bodyTooLarge(limit: core.configuration.maximumBodyBytes)
        }
        head.request.body.reserveCapacity(length)
        return nil
    }

    /// Takes a piece of the body.
    ///
    /// - Returns: whether the body is still within the limit; a piece that would pass it is not kept.
    func append(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard head.request.body.count + piece.count <= core.configuration.maximumBodyBytes else { return false }
        piece.withMemoryRebound(to: UInt8.self) { head.request.body.append(contentsOf: $0) }
        return true
    }

    /// Goes on when the request is whole, and again when a suspended connection was resumed.
    ///
    /// - Returns: the answer to send now, or nil when the connection has been suspended until there is one.
    func advance() -> HTTPResponse? {
        if !isHandled {
            isHandled = true
            let whole = exchange(&head.request, with: HTTPRequest(method: "", path: "", peerAddress: ""))
            core.handler.handle(whole) { self.answer($0) }
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

    private func takeResponse() -> HTTPResponse {
        exchange(&response, with: HTTPResponse(status: 0))
    }
}
