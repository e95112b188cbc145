import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// A handler that keeps every request waiting and tells of each arrival.
private final class HoldingHandler: HTTPHandler {
    private let held = Mutex<[@Sendable (HTTPResponse) -> Void]>([])
    private let arrived: AsyncStream<Void>.Continuation
    let arrivals: AsyncStream<Void>

    init() {
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
        held.withLock { $0.append(respond) }
        arrived.yield()
    }

    /// Returns when so many requests wait.
    func wait(for count: Int) async {
        var left = count
        for await _ in arrivals {
            left -= 1
            if left == 0 { return }
        }
    }

    /// Answers all of them.
    func release(_ response: HTTPResponse) {
        for respond in held.withLock({ $0 }) { respond(response) }
    }
}

/// On a machine that is busy with other tests a request may take longer than the usual deadline to be sent.
private let patient = ListenerConfiguration.make { $0.headerTimeout = .seconds(120) }

private let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

@Test func `an answer may be given later from another thread`() async throws {
    let later = ClosureHandler { _, respond in
        Task.detached { respond(HTTPResponse(status: 202, body: Array("later".utf8))) }
    }
    try await withServer(handler: later) { server in
        let client = try RawConnection(port: server.port)
        for _ in 0..<200 {
            await client.send(get)
            let response = try await client.response()
            #expect(response.status == 202)
            #expect(response.text == "later")
        }
    }
}

@Test func `a second answer is ignored`() async throws {
    let twice = ClosureHandler { _, respond in
        respond(HTTPResponse(status: 200, body: Array("first".utf8)))
        Task.detached { respond(HTTPResponse(status: 500)) }
        respond(HTTPResponse(status: 500))
    }
    try await withServer(handler: twice) { server in
        let client = try RawConnection(port: server.port)
        for _ in 0..<20 {
            await client.send(get)
            #expect(try await client.response().text == "first")
        }
    }
}

@Test func `stopping lets go of requests that still wait and ignores their late answers`() async throws {
    let handler = HoldingHandler()
    let listener = HTTPListener(configuration: patient, handler: handler)
    try listener.start()
    let clients = try (0..<8).map { _ in try RawConnection(port: listener.port) }
    for client in clients { await client.send(get) }
    await handler.wait(for: clients.count)
    #expect(listener.snapshot() == ListenerSnapshot(openConnections: 8, requestsInFlight: 8, bufferedBytes: 0))
    listener.stop()
    listener.stop()
    handler.release(HTTPResponse(status: 200))
    for client in clients {
        let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
        #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 503 "), "\(text.debugDescription)")
    }
    #expect(listener.snapshot() == ListenerSnapshot(openConnections: 0, requestsInFlight: 0, bufferedBytes: 0))
    #expect(throws: ListenerError.self) { try listener.start() }
}

@Test func `stopping while answers pour in neither hangs nor crashes`() async throws {
    for _ in 0..<20 {
        let handler = HoldingHandler()
        let listener = HTTPListener(configuration: patient, handler: handler)
        try listener.start()
        let clients = try (0..<4).map { _ in try RawConnection(port: listener.port) }
        for client in clients { await client.send(get) }
        await handler.wait(for: clients.count)
        async let released: Void = handler.release(HTTPResponse(status: 200))
        listener.stop()
        await released
    }
}

@Test func `a thousand requests wait at the same time`() async throws {
    var files = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    files.rlim_cur = files.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    let handler = HoldingHandler()
    let configuration = ListenerConfiguration.make { $0.maximumConnections = 1200 }
    try await withServer(configuration: configuration, handler: handler) { server in
        var clients: [RawConnection] = []
        for _ in 0..<1000 {
            let client = try RawConnection(port: server.port)
            await client.send(get)
            clients.append(client)
        }
        await handler.wait(for: clients.count)
        #expect(server.listener.snapshot().requestsInFlight == 1000)
        handler.release(HTTPResponse(status: 200, body: Array("done".utf8)))
        for client in clients { #expect(try await client.response().text == "done") }
    }
}

@Test func `draining closes each connection behind its answer and lets no new one in`() async throws {
    let handler = HoldingHandler()
    try await withServer(handler: handler) { server in
        let client = try RawConnection(port: server.port)
        let port = server.port
        await client.send(get)
        await handler.wait(for: 1)
        server.listener.quiesce()
        server.listener.closesConnections = true
        #expect(server.listener.closesConnections)
        let late = try RawConnection(port: port)
        #expect(try await late.readToEnd().isEmpty)
        handler.release(HTTPResponse(status: 200, body: Array("last".utf8)))
        let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
        #expect(text.contains("Connection: close"))
        #expect(text.hasSuffix("last"))
    }
}

@Test func `a listener lets no new connection in from the moment it is told so`() async throws {
    for _ in 0..<50 {
        try await withServer(handler: ClosureHandler { _ in HTTPResponse(status: 200) }) { server in
            let port = server.port
            server.listener.closesConnections = true
            let traffic = Task {
                var answer: [UInt8] = []
                repeat {
                    let connection = try RawConnection(port: port)
                    // Whether the request still gets out is up to the server.
                    await connection.send(get)
                    answer = try await connection.readToEnd()
                } while !answer.isEmpty
            }
            server.listener.quiesce()
            let late = try RawConnection(port: port)
            await late.send(get)
            #expect(try await late.readToEnd().isEmpty)
            try await traffic.value
        }
    }
}
