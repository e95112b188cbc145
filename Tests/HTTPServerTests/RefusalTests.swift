import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

private let small = ListenerConfiguration.make { $0.maximumBodyBytes = 1000 }

/// A handler that no request of the test may reach.
private let unreachable = ClosureHandler { _ in
    Issue.record("the handler was called")
    return HTTPResponse(status: 200)
}

@Test(arguments: [
    ("Content-Length: 3\r\nTransfer-Encoding: chunked", 400),
    ("Transfer-Encoding: chunked\r\nContent-Length: 3", 400),
    ("Content-Length: 3\r\nContent-Length: 3", 400),
    ("Content-Length: 3\r\nContent-Length: 4", 400),
    ("Content-Length: 3, 3", 400),
    ("Content-Length: +3", 400),
    ("Content-Length: -3", 400),
    ("Content-Length: 0x3", 400),
    ("Content-Length: 3 3", 400),
    ("Content-Length: 99999999999999999999999", 413),
    ("Content-Length :3", 400),
    ("Transfer-Encoding: gzip, chunked", 501),
    ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 501),
    ("Transfer-Encoding: identity", 501),
    ("Host: b", 400),
    ("Expect: 200-ok\r\nContent-Length: 3", 417),
    ("Content-Length: 1001", 413),
    ("Content-Length: 9223372036854775000", 413),
    ("Expect: 100-continue\r\nContent-Length: 1001", 413),
])
func `a head that leaves the framing in doubt is refused and the connection closed`(
    fields: String, status: Int
) async throws {
    try await withServer(configuration: small, handler: unreachable) { server in
        let client = try RawConnection(port: server.port)
        await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\nabcGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
        client.finishSending()
        let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 \(status) "))
        // libmicrohttpd 0.9.75 sends the head of some of its own error pages twice; the status is the same in both.
        let heads = text.ranges(of: "HTTP/1.1 ").count
        #expect(heads == text.ranges(of: "HTTP/1.1 \(status) ").count)
    }
}

@Test(arguments: ["", "Host: a\r\n"])
func `a version other than 1 dot x is refused`(host: String) async throws {
    try await withServer(handler: unreachable) { server in
        let client = try RawConnection(port: server.port)
        await client.send("GET / HTTP/2.0\r\n\(host)\r\n")
        let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 505 ") || text.hasPrefix("HTTP/1.1 400 "))
    }
}

@Test func `a header section that does not fit is refused`() async throws {
    try await withServer(configuration: .make { $0.headerMemory = 4096 }, handler: unreachable) { server in
        let client = try RawConnection(port: server.port)
        await client.send("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n")
        let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 431 ") || text.hasPrefix("HTTP/1.1 413 "))
    }
}

@Test func `a chunked body is refused as soon as it passes the limit`() async throws {
    try await withServer(configuration: small, handler: unreachable) { server in
        let client = try RawConnection(port: server.port)
        let chunk = "1f4\r\n" + String(repeating: "x", count: 500) + "\r\n"
        await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk)
        let response = try await client.response()
        #expect(response.status == 413)
        #expect(response["Connection"] == "close")
        #expect(response.text.contains("1000 bytes"))
    }
}

@Test(arguments: [true, false])
func `a client that sends a large body first still gets to read its 413`(isChunked: Bool) async throws {
    try await withServer(configuration: small, handler: unreachable) { server in
        let size = 6_000_000
        let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(size)"
        let client = try RawConnection(port: server.port)
        await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n\(isChunked ? "5b8d80\r\n" : "")")
        await client.send([UInt8](repeating: 0x78, count: size))
        #expect(try await client.response().status == 413)
    }
}

@Test func `a body at the limit is taken in chunks too`() async throws {
    try await withServer(configuration: small, handler: echo) { server in
        let body = String(repeating: "x", count: 1000)
        let response = try await server.exchange(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n\(body)\r\n0\r\n\r\n")
        #expect(response.text == body)
    }
}

@Test func `the configured closure words the refusals`() async throws {
    let seen = Mutex<[Refusal]>([])
    var configuration = small
    configuration.refusal = { refusal in
        seen.withLock { $0.append(refusal) }
        return HTTPResponse(
            status: refusal.status, headers: [("Content-Type", "application/problem+json")], body: Array("{}".utf8))
    }
    try await withServer(configuration: configuration, handler: unreachable) { server in
        let response = try await server.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
        #expect(response.status == 413)
        #expect(response["Content-Type"] == "application/problem+json")
        #expect(response["Date"] != nil)
        #expect(response.text == "{}")
        #expect(seen.withLock { $0 } == [.bodyTooLarge(limit: 1000)])
        #expect(server.listener.snapshot().requestsInFlight == 0)
    }
}

@Test func `a refused HEAD request gets no body`() async throws {
    try await withServer(configuration: small, handler: unreachable) { server in
        let client = try RawConnection(port: server.port)
        await client.send("HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n")
        #expect(String(decoding: try await client.readToEnd(), as: UTF8.self).hasSuffix("\r\n\r\n"))
    }
}

@Test func `a client that disappears in the middle of a body leaves nothing behind`() async throws {
    try await withServer(handler: echo) { server in
        let gone = try RawConnection(port: server.port)
        await gone.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
        gone.reset()
        let response = try await server.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
        #expect(response.text == "x")
    }
}

@Test func `a date is written as RFC 9110 wants it`() {
    #expect(RawAnswer.date(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
}
