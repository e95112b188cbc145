import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

/// A handler that loses every request for `/lost` and answers the others.
private let forgetful = ClosureHandler { request, respond in
    if request.path != "/lost" { respond(HTTPResponse(status: 200, body: request.body)) }
}

/// Keeps what the listener tells of requests without an answer.
private final class Lost: Sendable {
    private let kept = Mutex<[UnansweredRequest]>([])

    var requests: [UnansweredRequest] { kept.withLock { $0 } }

    /// A listener that waits 200 ms for an answer, and tells of it here.
    var configuration: ListenerConfiguration {
        .make {
            $0.answerTimeout = .milliseconds(200)
            $0.unanswered = { request in self.kept.withLock { $0.append(request) } }
        }
    }
}

@Test func `a request whose handler never answers is answered for, and its connection lives on`() async throws {
    let lost = Lost()
    try await withServer(configuration: lost.configuration, handler: forgetful) { server in
        let client = try RawConnection(port: server.port)
        let begin = ContinuousClock.now
        await client.send("POST /lost?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        #expect(try await client.response().status == 504)
        #expect(ContinuousClock.now - begin >= .milliseconds(180))
        await client.send("POST /found HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        #expect(try await client.response().text == "abc")
        #expect(lost.requests == [UnansweredRequest(method: "POST", path: "/lost", timeout: .milliseconds(200))])
        try await eventually("the request to be over") { server.listener.snapshot().requestsInFlight == 0 }
    }
}

@Test func `an answer that comes after all is ignored`() async throws {
    let late = Mutex<(@Sendable (HTTPResponse) -> Void)?>(nil)
    let handler = ClosureHandler { request, respond in
        if request.path == "/lost" { late.withLock { $0 = respond } } else { respond(HTTPResponse(status: 200)) }
    }
    try await withServer(configuration: Lost().configuration, handler: handler) { server in
        let client = try RawConnection(port: server.port)
        await client.send("GET /lost HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.response().status == 504)
        let respond = try #require(late.withLock { $0 })
        respond(HTTPResponse(status: 202))
        await client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.response().status == 200)
    }
}

@Test func `each of many lost requests gets its own deadline`() async throws {
    let lost = Lost()
    try await withServer(configuration: lost.configuration, handler: forgetful) { server in
        var clients: [RawConnection] = []
        for _ in 0..<20 {
            let client = try RawConnection(port: server.port)
            await client.send("GET /lost HTTP/1.1\r\nHost: a\r\n\r\n")
            clients.append(client)
        }
        for client in clients { #expect(try await client.response().status == 504) }
        #expect(lost.requests.count == 20)
    }
}
