import HTTPServer
import Synchronization
import TestSupport
import Testing

@testable import Service

struct AsyncRoutesTests {
    @Test func `What runs is cut off with 503 when it is cancelled, and nothing new is taken`() async throws {
        let routes = AsyncRoutes(limit: 2)
        let statuses = Mutex<[Int]>([])
        let note = { @Sendable (answer: HTTPResponse) in statuses.withLock { $0.append(answer.status) } }
        let body = { @Sendable () async throws(Problem) -> HTTPResponse in
            try? await Task.sleep(for: .seconds(3_600))
            return HTTPResponse(status: 200)
        }
        for _ in 1...3 { routes.run(note, body) }
        #expect(statuses.withLock { $0 } == [429])
        routes.cancel()
        try await eventually("the answers") { statuses.withLock { $0.count } == 3 }
        await routes.waitUntilIdle()
        #expect(statuses.withLock { $0 } == [429, 503, 503])
        routes.run(note, body)
        #expect(statuses.withLock { $0 } == [429, 503, 503, 503])
    }
}
