import HTTPServer
import Synchronization

/// Runs the routes that must wait for something, a bounded number at a time.
final class AsyncRoutes: Sendable {
    private struct State {
        var running = 0
        var isDraining = false
        var idleWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Creates a runner for at most `limit` requests at a time.
    init(limit: Int) { self.limit = limit }

    /// Answers with what `body` comes to; at once with 429 when too many are running, with 503 while draining.
    func run(
        _ respond: @escaping Router.Respond, _ body: @escaping @Sendable () async throws(Problem) -> HTTPResponse
    ) {
        if let problem = enter() { return respond(problem.response) }
        // The listener's thread must not wait; the answer comes from the task.
        Task { [self] in
            defer { leave() }
            do throws(Problem) {
                respond(try await body())
            } catch {
                respond(error.response)
            }
        }
    }

    /// Refuses requests from now on; those that are running go on.
    func drain() { state.withLock { $0.isDraining = true } }

    /// Returns once no request is running.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.running > 0 { state.idleWaiters.append(continuation) }
                return state.running == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Takes a place, or says why there is none.
    private func enter() -> Problem? {
        state.withLock { state in
            if state.isDraining {
                return Problem(.draining, "the service is shutting down; ask again", retryAfter: .seconds(5))
            }
            guard state.running < limit else {
                return Problem(
                    .rateLimited, "\(limit) requests of this kind are being worked on; try again shortly",
                    retryAfter: .seconds(1))
            }
            state.running += 1
            return nil
        }
    }

    private func leave() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.running -= 1
            guard state.running == 0 else { return [] }
            defer { state.idleWaiters = [] }
            return state.idleWaiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension HTTPResponse {
    /// A JSON answer.
    static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", "application/json")], body: bytes)
    }
}
