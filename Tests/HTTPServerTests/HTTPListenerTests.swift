import TestSupport
import Testing

@testable import HTTPServer

@Test func `a listener says which port the system chose`() async throws {
    try await withServer(handler: echo) { server in
        #expect(server.port != 0)
        #expect(server.baseURL == "http://127.0.0.1:\(server.port)")
    }
}

@Test(arguments: [0, 1, 1300, 32_768, 100_000, 4_718_592])
func `a body of any size within the limit comes through whole`(size: Int) async throws {
    try await withServer(handler: echo) { server in
        var body = Array("abcdefghijklmnopqrstuvwxyz01234567890".utf8)
        while body.count < size { body += body }
        body.removeLast(body.count - size)
        let client = try RawConnection(port: server.port)
        await client.send(Array("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n".utf8) + body)
        let response = try await client.response()
        #expect(response.status == 200)
        #expect(response.body == body)
    }
}

@Test func `a handler sees the request as it was sent`() async throws {
    let describe = ClosureHandler { request in
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
        let fields = request.headers.values(of: "x-twice").joined(separator: "|")
        let text = """
            \(request.method) \(request.path) \(request.encodedPath) \(query) \(fields) \
            \(request.headers["X-EMPTY"] ?? "nil") \(request.peerAddress) \(request.isLoopback)
            """
        return HTTPResponse(status: 200, body: Array(text.utf8))
    }
    try await withServer(handler: describe) { server in
        let response = try await server.exchange(
            "PUT /a%2Fb%20c/%zz?x=1%262&y&z=a+b HTTP/1.1\r\nHost: a\r\nX-Twice: 1\r\nX-Empty:\r\nx-twice:  2\r\n\r\n")
        #expect(response.text == "PUT /a/b c/%zz /a%2Fb%20c/%zz x=1&2|y=|z=a b 1|2  127.0.0.1 true")
    }
}

@Test func `a connection serves one request after another`() async throws {
    try await withServer(handler: echo) { server in
        let client = try RawConnection(port: server.port)
        for number in 0..<50 {
            let body = "body \(number)"
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(try await client.response().text == body)
        }
        #expect(server.listener.snapshot().openConnections == 1)
    }
}

@Test func `pipelined requests are answered in order`() async throws {
    try await withServer(handler: echo) { server in
        let client = try RawConnection(port: server.port)
        let requests = (0..<20).map { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\($0 + 10)" }
        await client.send(requests.joined())
        for number in 0..<20 { #expect(try await client.response().text == "\(number + 10)") }
    }
}

@Test func `a chunked body is joined`() async throws {
    try await withServer(handler: echo) { server in
        let response = try await server.exchange(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\n\r\n")
        #expect(response.text == "abcdefgh")
    }
}

@Test func `a HEAD request gets the length and no body`() async throws {
    let hello = ClosureHandler { _ in HTTPResponse(status: 200, body: Array("hello".utf8)) }
    try await withServer(handler: hello) { server in
        let client = try RawConnection(port: server.port)
        await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        let response = try await client.response(isHead: true)
        #expect(response["Content-Length"] == "5")
        #expect(response["Date"] != nil)
        await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.response().text == "hello")
    }
}

@Test func `a client that waits for 100 Continue is told to go on`() async throws {
    try await withServer(handler: echo) { server in
        let client = try RawConnection(port: server.port)
        await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await client.response().status == 100)
        await client.send("body")
        #expect(try await client.response().text == "body")
    }
}

@Test func `a handler's header fields are sent and its framing is not`() async throws {
    let handler = ClosureHandler { _ in
        HTTPResponse(
            status: 201,
            headers: [("Content-Type", "text/plain"), ("Content-Length", "99"), ("X-A", "b"), ("X-A", "c")],
            body: [0x61])
    }
    try await withServer(handler: handler) { server in
        let response = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(response.status == 201)
        #expect(response["content-type"] == "text/plain")
        #expect(response.headers.filter { $0.name == "X-A" }.map(\.value) == ["b", "c"])
        #expect(response.headers.filter { $0.name == "Content-Length" }.map(\.value) == ["1"])
    }
}

@Test(arguments: ["a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\0b"])
func `a header field that would break its line makes a 500`(value: String) async throws {
    let handler = ClosureHandler { _ in HTTPResponse(status: 200, headers: [("X-Value", value)]) }
    try await withServer(handler: handler) { server in
        let client = try RawConnection(port: server.port)
        await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 500 "))
        #expect(!text.contains("Set-Cookie"))
    }
}

@Test func `a dropped connection sends nothing`() async throws {
    let dropping = ClosureHandler { _ in
        var response = HTTPResponse(status: 200)
        response.dropsConnection = true
        return response
    }
    try await withServer(handler: dropping) { server in
        let client = try RawConnection(port: server.port)
        await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.readToEnd() == [])
    }
}

@Test func `an IPv6 listener serves IPv6 clients only by their address`() throws {
    let configuration = ListenerConfiguration.make { $0.address = "::1" }
    let listener = HTTPListener(configuration: configuration, handler: echo)
    try listener.start()
    defer { listener.stop() }
    #expect(throws: RawConnection.Failure.self) { try RawConnection(port: listener.port) }
}

@Test func `an IPv4 client of an any-address IPv6 listener counts as loopback`() async throws {
    let handler = ClosureHandler { request in
        HTTPResponse(status: 200, body: Array("\(request.peerAddress) \(request.isLoopback)".utf8))
    }
    try await withServer(configuration: .make { $0.address = "::" }, handler: handler) { server in
        let response = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(response.text == "127.0.0.1 true")
    }
}

@Test func `an address in use is named`() async throws {
    try await withServer(handler: echo) { server in
        let second = HTTPListener(configuration: .make { $0.port = server.port }, handler: echo)
        let error = #expect(throws: ListenerError.self) { try second.start() }
        #expect(error?.code == .addressInUse)
        #expect(error?.message.contains("127.0.0.1:\(server.port)") == true)
    }
}

@Test(arguments: ["localhost", "", "1.2.3", "::g"])
func `an address that is not numeric is refused`(address: String) {
    let listener = HTTPListener(configuration: .make { $0.address = address }, handler: echo)
    let error = #expect(throws: ListenerError.self) { try listener.start() }
    #expect(error?.code == .invalidAddress)
}

@Test(arguments: [("0.9.75", false), ("1.0.0", false), ("1.0.1", true), ("1.0.1-git", true), ("2.0", true)])
func `the strict parser is known by its version`(version: String, isStrict: Bool) {
    #expect(HTTPListener.isStrict(version: version) == isStrict)
}

@Test func `the library's version has three numbers`() {
    #expect(HTTPListener.libraryVersion.split(separator: ".").count == 3)
}
