import HTTPServer
import JSON
import Testing
import WorkQueue

@testable import Service

struct IntakeReplyTests {
    @Test func `An event that no queue could hold is refused for good, not for now`() throws {
        var reply = IntakeReply(isBatch: false)
        reply.offer("evt-1")
        reply.settle(0, .tooLarge(bytes: 9, limit: 5))
        let answer = reply.response
        #expect(answer.status == 413)
        #expect(try JSONValue(parsing: answer.body)["code"] == "body_too_large")
        #expect(!answer.headers.contains { $0.name == "Retry-After" })
    }
}
