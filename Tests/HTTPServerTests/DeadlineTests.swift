import Dispatch
import HTTPServer
import TestSupport
import Testing

private let quick = ListenerConfiguration.make {
    $0.headerTimeout = .milliseconds(200)
    $0.bodyTimeout = .milliseconds(200)
    $0.keepAliveTimeout = .milliseconds(100)
}

/// Sends a byte every 20 ms until the connection closes, and returns what came back and after how long.
private func trickle(_ start: String, to server: TestServer) async throws -> (text: String, elapsed: Duration) {
    let client = try RawConnection(port: server.port)
    let begin = ContinuousClock.now
    await client.send(start)
    let trickling = Task {
        while !Task.isCancelled {
            await client.send("x")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
    defer { trickling.cancel() }
    let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
    return (text, ContinuousClock.now - begin)
}

@Test(arguments: [
    "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n",
])
func `bytes that trickle in do not put the deadline off`(start: String) async throws {
    try await withServer(configuration: quick, handler: echo) { server in
        let (text, elapsed) = try await trickle(start, to: server)
        #expect(text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(elapsed >= .milliseconds(180))
        #expect(elapsed < .seconds(20))
    }
}

@Test(arguments: ["", "GE"])
func `a connection that never sends a request line is closed without a word`(start: String) async throws {
    try await withServer(configuration: quick, handler: echo) { server in
        let client = try RawConnection(port: server.port)
        await client.send(start)
        #expect(try await client.readToEnd() == [])
    }
}

@Test func `an idle connection is closed after its keep-alive time`() async throws {
    try await withServer(configuration: quick, handler: echo) { server in
        let client = try RawConnection(port: server.port)
        let begin = ContinuousClock.now
        await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.response().status == 200)
        #expect(try await client.readToEnd() == [])
        #expect(ContinuousClock.now - begin >= .milliseconds(250))
    }
}

@Test func `no deadline runs while the handler works`() async throws {
    let slow = ClosureHandler { _, respond in
        // Longer than every timeout together: the passing of real time is what is tested. Not as a task, which on a busy
        // machine would wait behind all other tests until the client gives up.
        DispatchQueue(label: "slow handler").asyncAfter(deadline: .now() + .milliseconds(700)) {
            respond(HTTPResponse(status: 200, body: Array("worth the wait".utf8)))
        }
    }
    try await withServer(configuration: quick, handler: slow) { server in
        let response = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(response.text == "worth the wait")
    }
}

@Test func `a client that does not read its answer is cut off`() async throws {
    let large = ClosureHandler { request in
        HTTPResponse(status: 200, body: [UInt8](repeating: 0x78, count: request.path == "/large" ? 32_000_000 : 1))
    }
    try await withServer(configuration: quick, handler: large) { server in
        let client = try RawConnection(port: server.port)
        await client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        let other = try RawConnection(port: server.port)
        await other.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await other.response().status == 200)
        // The other connection may idle for longer than the first may take: when it is closed, so is the first.
        #expect(try await other.readToEnd() == [])
        #expect(try await client.readToEnd().count < 32_000_000)
    }
}

@Test func `connections above the limit for one address are closed`() async throws {
    let configuration = ListenerConfiguration.make { $0.maximumConnectionsPerAddress = 2 }
    try await withServer(configuration: configuration, handler: echo) { server in
        let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        let first = try RawConnection(port: server.port)
        await first.send(get)
        #expect(try await first.response().status == 200)
        let second = try RawConnection(port: server.port)
        await second.send(get)
        #expect(try await second.response().status == 200)
        let third = try RawConnection(port: server.port)
        await third.send(get)
        #expect(try await third.readToEnd() == [])
        await first.send(get)
        #expect(try await first.response().status == 200)
    }
}
