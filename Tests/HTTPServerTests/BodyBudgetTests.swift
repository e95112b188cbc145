import HTTPServer
import TestSupport
import Testing

/// Room for one body of a thousand bytes and a half.
private let tight = ListenerConfiguration.make {
    $0.maximumBodyBytes = 1000
    $0.maximumBufferedBytes = 1500
}

private let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
private let body = String(repeating: "x", count: 1000)

/// Returns when the bodies under way take so many bytes.
private func waitForBytes(_ count: Int, _ server: TestServer) async throws {
    try await eventually("\(count) bytes of bodies") { server.listener.snapshot().bufferedBytes == count }
}

@Test func `bodies of several connections together stay within the budget, and the refused are told to come back`()
    async throws
{
    try await withServer(configuration: tight, handler: echo) { server in
        // Whoever sends it has not shown that it may: this body never ends.
        let slow = try RawConnection(port: server.port)
        await slow.send(head + body.dropLast())
        try await waitForBytes(999, server)
        let refused = try await server.exchange(head + body)
        #expect(refused.status == 503)
        #expect(refused["Retry-After"] == "1")
        #expect(refused["Connection"] == "close")
        // A body that fits beside it is taken, and so is a request without one.
        let small = try await server.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        #expect(small.text == "abc")
        await slow.send("x")
        #expect(try await slow.response().status == 200)
        try await waitForBytes(0, server)
        #expect(try await server.exchange(head + body).text == body)
    }
}

@Test func `a chunked body counts by its bytes`() async throws {
    try await withServer(configuration: tight, handler: echo) { server in
        let slow = try RawConnection(port: server.port)
        await slow.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e7\r\n\(body.dropLast())\r\n")
        try await waitForBytes(999, server)
        #expect(try await server.exchange(head + body).status == 503)
    }
}

@Test(arguments: ["reset", "end"])
func `a body that is broken off gives its room back`(how: String) async throws {
    try await withServer(configuration: tight, handler: echo) { server in
        for _ in 0..<5 {
            let client = try RawConnection(port: server.port)
            await client.send(head + body.dropLast())
            try await waitForBytes(999, server)
            if how == "reset" { client.reset() } else { client.finishSending() }
            try await waitForBytes(0, server)
        }
    }
}

@Test func `answered requests on one connection give their room back each time`() async throws {
    try await withServer(configuration: tight, handler: echo) { server in
        let client = try RawConnection(port: server.port)
        for _ in 0..<20 {
            await client.send(head + body)
            #expect(try await client.response().status == 200)
        }
    }
}

@Test func `a request that waits for its answer keeps its room`() async throws {
    let (ends, answers) = AsyncStream<Void>.makeStream()
    let handler = ClosureHandler { request, respond in
        guard request.path == "/wait" else { return respond(HTTPResponse(status: 200, body: request.body)) }
        Task.detached {
            for await _ in ends {}
            respond(HTTPResponse(status: 204))
        }
    }
    try await withServer(configuration: tight, handler: handler) { server in
        let client = try RawConnection(port: server.port)
        await client.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + body)
        try await waitForBytes(1000, server)
        #expect(try await server.exchange(head + body).status == 503)
        answers.finish()
        #expect(try await client.response().status == 204)
        try await waitForBytes(0, server)
    }
}
