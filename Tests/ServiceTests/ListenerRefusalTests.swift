import JSON
import TestSupport
import Testing

/// What the listener refuses before any route sees it, still as problem documents; and what only raw bytes can ask.
struct ListenerRefusalTests {
    private static func exchange(
        _ text: String, server: String = "threads: 1", isHead: Bool = false
    ) async throws -> RawResponse {
        var answer: RawResponse?
        try await withService(ConfigurationText.make { $0.server = server }) { client in
            let connection = try RawConnection(port: client.port)
            await connection.send(text)
            answer = try await connection.response(isHead: isHead)
        }
        return try #require(answer)
    }

    static let refusals: [(text: String, status: Int, code: String)] = [
        (
            "POST /v1/events HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nContent-Length: 2\r\n\r\n{}", 417,
            "expectation_failed"
        ),
        (
            "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
            "bad_request"
        ),
        ("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n", 413, "body_too_large"),
        ("POST /v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: br\r\n\r\n", 501, "not_implemented"),
    ]

    @Test(arguments: refusals) func `What the listener refuses by itself is a problem document too`(
        _ text: String, _ status: Int, _ code: String
    ) async throws {
        let answer = try await Self.exchange(text)
        #expect(answer.status == status)
        #expect(try JSONValue(parsing: answer.body)["code"] == .string(code))
        #expect(answer["Content-Type"] == "application/problem+json")
    }

    private static let post = "POST /v1/events HTTP/1.1\r\nHost: x\r\n"

    /// Requests that the HTTP layer gives up before anything of ours has seen them.
    static let unreadable: [(text: String, status: Int)] = [
        ("GET /livez HTTP/1.1\r\n\r\n", 400), (post + "Transfer-Encoding: chunked\r\n\r\nnothing\r\n", 400),
        (post + "Content-Length: -1\r\n\r\n", 400), (post + "Content-Length: 99999999999999999999999\r\n\r\n", 413),
        ("GET /\(String(repeating: "x", count: 40_000)) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        ("GET /livez HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n", 431),
        ("GET /livez HTTP/2.0\r\nHost: x\r\n\r\n", 505),
    ]

    @Test(arguments: unreadable) func `What the HTTP layer cannot read is refused plainly, by status alone`(
        _ text: String, _ status: Int
    ) async throws {
        try await withService { client in
            let connection = try RawConnection(port: client.port)
            await connection.send(text)
            let answer = String(decoding: try await connection.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(100))")
            #expect(!answer.contains("problem+json"))
            #expect(try await client.get("/livez").status == 200)
        }
    }

    @Test(arguments: ["POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{", "GET /livez HTTP/1.1\r\nHo"])
    func `A request that does not arrive in time gets 408`(_ text: String) async throws {
        let answer = try await Self.exchange(text, server: "threads: 1, body_timeout: 50ms, header_timeout: 50ms")
        #expect(answer.status == 408)
        #expect(try JSONValue(parsing: answer.body)["code"] == "request_timeout")
    }

    @Test func `Bodies for which there is no memory left are sent away for a moment`() async throws {
        let half =
            "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 999)
        try await withService(
            ConfigurationText.make { $0.server = "threads: 1, max_body_bytes: 1000, max_buffered_bytes: 1000" }
        ) { client in
            let first = try RawConnection(port: client.port)
            let second = try RawConnection(port: client.port)
            // Neither has shown that it may send anything; one of them takes all the room there is.
            await first.send(half)
            await second.send(half)
            try await withThrowingTaskGroup(of: RawResponse.self) { answers in
                answers.addTask { try await first.response() }
                answers.addTask { try await second.response() }
                let refused = try #require(try await answers.next())
                #expect(refused.status == 503)
                #expect(refused["Retry-After"] == "1")
                #expect(try JSONValue(parsing: refused.body)["code"] == "unavailable")
                // The other one is as good as it was.
                await first.send("x")
                await second.send("x")
                #expect(try await answers.next()?.status == 401)
            }
        }
    }

    @Test func `HEAD gets the head of what GET gets`() async throws {
        let answer = try await Self.exchange(
            "HEAD /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", isHead: true)
        #expect(answer.status == 200)
        #expect(answer["Content-Length"] == "3")
        #expect(answer.body.isEmpty)
    }

    @Test func `A client that asks first is told to go on`() async throws {
        try await withService { client in
            let body = Array(event("evt-1").utf8)
            let head = client.signature(body).map { "\($0.name): \($0.value)\r\n" }.joined()
            let connection = try RawConnection(port: client.port)
            await connection.send(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: \(body.count)\r\n\(head)\r\n"
            )
            #expect(try await connection.response().status == 100)
            await connection.send(body)
            #expect(try await connection.response().status == 202)
            #expect(try await client.fate("evt-1")["state"] == "written")
        }
    }

    @Test func `A request in the middle of another version's preface leaves the others alone`() async throws {
        try await withService { client in
            let noise = try RawConnection(port: client.port)
            await noise.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u{0}\u{0}")
            noise.finishSending()
            _ = try await noise.readToEnd()
            #expect(try await client.deliver(event("evt-1")).status == 202)
        }
    }
}
