import HTTPServer
import Synchronization

/// Runs the routes that must wait for something, a bounded number at a time.
final class AsyncRoutes: Sendable {
    private let limit: Int
    private let running = Atomic(0)

    /// Creates a runner for at most `limit` requests at a time.
    init(limit: Int) { self.limit = limit }

    /// Answers with what `body` comes to; with 429 at once when too many are running.
    func run(
        _ respond: @escaping Router.Respond, _ body: @escaping @Sendable () async throws(Problem) -> HTTPResponse
    ) {
        let (_, before) = running.add(1, ordering: .relaxed)
        guard before <= limit else {
            running.subtract(1, ordering: .relaxed)
            let problem = Problem(
                .rateLimited, "\(limit) requests of this kind are being worked on; try again shortly",
                retryAfter: .seconds(1))
            return respond(problem.response)
        }
        // The listener's thread must not wait; the answer comes from the task.
        Task { [self] in
            defer { running.subtract(1, ordering: .relaxed) }
            do throws(Problem) {
                respond(try await body())
            } catch {
                respond(error.response)
            }
        }
    }
}

extension HTTPResponse {
    /// A JSON answer.
    static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", "application/json")], body: bytes)
    }
}
