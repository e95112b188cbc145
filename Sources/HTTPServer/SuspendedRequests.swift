import Synchronization

/// The requests whose connection waits for a late answer. libmicrohttpd must not be stopped while there are any.
final class SuspendedRequests: Sendable {
    private struct State {
        var requests: [ObjectIdentifier: RequestContext] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let emptied: WakeupEvent

    init() throws(ListenerError) {
        emptied = try WakeupEvent()
    }

    /// Whether the listener is being stopped.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Adds a request, unless the listener is being stopped.
    ///
    /// - Returns: false when the request may not be suspended any more.
    func insert(_ request: RequestContext) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.requests[ObjectIdentifier(request)] = request
            return true
        }
    }

    /// Removes a request whose connection has been resumed.
    func remove(_ request: RequestContext) {
        let isLast = state.withLock { state in
            state.requests[ObjectIdentifier(request)] = nil
            return state.isClosed && state.requests.isEmpty
        }
        if isLast { emptied.signal() }
    }

    /// Lets no request in any more, gives those inside an answer, and returns when all connections are resumed.
    func close(answer: () -> HTTPResponse) {
        let requests = state.withLock { state in
            state.isClosed = true
            return Array(state.requests.values)
        }
        for request in requests { request.answer(answer()) }
        // A handler may hold the claim to one of them this very moment; it is a few instructions away from resuming.
        while !state.withLock({ $0.requests.isEmpty }) { emptied.wait(milliseconds: 1000) }
    }
}
