import HTTPServer
import Synchronization

/// Runs the routes that must wait for something, a bounded number at a time.
final class AsyncRoutes: Sendable {
    private struct State {
        /// What runs, by number; without its task for the moment in which that is made.
        var running: [UInt64: Task<Void, Never>?] = [:]
        var lastNumber: UInt64 = 0
        var isDraining = false
        var isCancelled = false
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
        let number: UInt64
        do throws(Problem) { number = try enter() } catch { return respond(error.response) }
        // The listener's thread must not wait; the answer comes from the task.
        let task = Task { [self] in
            defer { leave(number) }
            do throws(Problem) {
                let answer = try await body()
                respond(Task.isCancelled ? Self.draining.response : answer)
            } catch {
                respond(error.response)
            }
        }
        keep(task, as: number)
    }

    /// Refuses requests from now on; those that are running go on.
    func drain() { state.withLock { $0.isDraining = true } }

    /// Cuts off the requests that are running, which are answered as those refused are; refuses all others.
    func cancel() {
        let tasks = state.withLock { state in
            state.isDraining = true
            state.isCancelled = true
            return state.running.values.compactMap(\.self)
        }
        for task in tasks { task.cancel() }
    }

    /// Returns once no request is running.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.running.isEmpty { state.idleWaiters.append(continuation) }
                return state.running.isEmpty
            }
            if isIdle { continuation.resume() }
        }
    }

    private static let draining = Problem(
        .draining, "the service is shutting down; ask again", retryAfter: .seconds(5))

    /// Takes a place and returns its number, or says why there is none.
    private func enter() throws(Problem) -> UInt64 {
        try state.withLock { state throws(Problem) in
            if state.isDraining { throw Self.draining }
            guard state.running.count < limit else {
                throw Problem(
                    .rateLimited, "\(limit) requests of this kind are being worked on; try again shortly",
                    retryAfter: .seconds(1))
            }
            state.lastNumber += 1
            state.running.updateValue(nil, forKey: state.lastNumber)
            return state.lastNumber
        }
    }

    /// Keeps the task of a request for `cancel`, unless it has ended already.
    private func keep(_ task: Task<Void, Never>, as number: UInt64) {
        let isCancelled = state.withLock { state in
            if state.running[number] != nil { state.running.updateValue(task, forKey: number) }
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    private func leave(_ number: UInt64) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.running.removeValue(forKey: number)
            guard state.running.isEmpty else { return [] }
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
