import Synchronization

/// The requests whose connection waits for a late answer. libmicrohttpd must not be stopped while there are any.
final class SuspendedRequests: Sendable {
    private struct State {
        var requests: [ObjectIdentifier: RequestContext] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let emptied: WakeupEvent
    private let answerTimeout: Duration
    private let refusal: @Sendable (Refusal) -> HTTPResponse
    private let unanswered: @Sendable (UnansweredRequest) -> Void

    init(configuration: ListenerConfiguration) throws(ListenerError) {
        emptied = try WakeupEvent()
        answerTimeout = configuration.answerTimeout
        refusal = configuration.refusal
        unanswered = configuration.unanswered
    }

    /// Whether the listener is being stopped.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Adds a request, unless the listener is being stopped.
    ///
    /// - Returns: the deadline for its answer; nil when the request may not be suspended any more.
    func insert(_ request: RequestContext) -> UInt64? {
        let deadline = MonotonicClock.now() &+ answerTimeout.inNanoseconds
        return state.withLock { state in
            guard !state.isClosed else { return nil }
            request.answerDeadline = deadline
            state.requests[ObjectIdentifier(request)] = request
            return deadline
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

    /// Answers the requests whose handler has had its time, and returns the earliest deadline left; `max` for none.
    func answerOverdue(now: UInt64) -> UInt64 {
        var earliest = UInt64.max
        let overdue = state.withLock { state in
            state.requests.values.filter { request in
                if request.answerDeadline <= now { return true }
                earliest = min(earliest, request.answerDeadline)
                return false
            }
        }
        for request in overdue {
            // The handler may have answered this very moment.
            guard request.answer(refusal(.answerTimeout)) else { continue }
            unanswered(UnansweredRequest(method: request.method, path: request.path, timeout: answerTimeout))
        }
        return earliest
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
