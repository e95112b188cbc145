import HTTPServer
import Synchronization
import TestSupport
import Testing

private let echo = ClosureHandler { request in HTTPResponse(status: 200, body: request.body) }

@Test func `a listener says which port the system chose`() async throws {
    try await withServer(handler: echo) { server in
        #expect(server.port != 0)
        #expect(server.baseURL == "http://127.0.0.1:\(server.port)")
    }
}

@Test(arguments: [0, 1, 1300, 32_768, 100_000, 4_718_592])
func `a body of any size within the limit comes through whole`(size: Int) async throws {
    try await withServer(handler: echo) { server in
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let client = try RawConnection(port: server.port)
        await client.send(Array("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n".utf8) + body)
        let end = size == 0 ? [] : Array(body.suffix(20))
        await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let bytes = try await client.readToEnd()
        let first = String(decoding: bytes.prefix(15), as: UTF8.self)
        #expect(first == "HTTP/1.1 200 OK")
        #expect(bytes.count > size)
        #expect(end.isEmpty || bytes.firstRange(of: end) != nil)
    }
}

@Test func `an answer may be given later from another thread`() async throws {
    let later = ClosureHandler { _, respond in
        Task.detached { respond(HTTPResponse(status: 202, body: Array("later".utf8))) }
    }
    try await withServer(handler: later) { server in
        let client = try RawConnection(port: server.port)
        for _ in 0..<200 {
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let response = try await client.response()
            #expect(response.status == 202)
            #expect(response.text == "later")
        }
    }
}

@Test func `stopping answers the requests that still wait`() async throws {
    let held = Mutex<[@Sendable (HTTPResponse) -> Void]>([])
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    let silent = ClosureHandler { _, respond in
        held.withLock { $0.append(respond) }
        arrived.yield()
    }
    let listener = HTTPListener(configuration: ListenerConfiguration(), handler: silent)
    try listener.start()
    let client = try RawConnection(port: listener.port)
    await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    for await _ in arrivals { break }
    #expect(listener.snapshot() == ListenerSnapshot(openConnections: 1, requestsInFlight: 1))
    listener.stop()
    listener.stop()
    for respond in held.withLock({ $0 }) { respond(HTTPResponse(status: 200)) }
    _ = try await client.readToEnd()
    #expect(listener.snapshot() == ListenerSnapshot(openConnections: 0, requestsInFlight: 0))
}
