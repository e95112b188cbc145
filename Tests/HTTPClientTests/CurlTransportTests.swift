import Glibc
import HTTPClient
import HTTPServer
import Synchronization
import TestSupport
import Testing
import Timing

/// A transport for one test, shut down behind it.
func withTransport<Result>(
    _ configuration: TransportConfiguration = TransportConfiguration(), _ body: (CurlTransport) async throws -> Result
) async throws -> Result {
    let transport = CurlTransport(configuration: configuration)
    defer { transport.shutdown() }
    return try await body(transport)
}

/// Echoes what it got: method, path and body in the answer's fields and body.
let echo = ClosureHandler { request in
    HTTPResponse(
        status: 200,
        headers: [
            ("X-Method", request.method), ("X-Path", request.path), ("X-Agent", request.headers["User-Agent"] ?? ""),
            ("X-Type", request.headers["Content-Type"] ?? "none"),
            ("X-Custom", request.headers["X-Custom"].map { "[\($0)]" } ?? "none"),
            ("X-Expect", request.headers["Expect"] ?? "none"),
        ],
        body: request.body)
}

@Suite(.timeLimit(.minutes(1))) struct CurlTransportTests {
    @Test(arguments: ["GET", "POST", "PUT", "DELETE", "PATCH"])
    func `A request arrives as it was written`(method: String) async throws {
        try await withServer(handler: echo) { server in
            try await withTransport { transport in
                let body: [UInt8]? = method == "GET" ? nil : Array("körper".utf8)
                let response = try await transport.execute(
                    ClientRequest(
                        method: method, url: server.baseURL + "/a%20b?c=d", headers: [("X-Custom", "value")], body: body
                    ))
                #expect(response.status == 200)
                #expect(response.header("x-method") == method)
                #expect(response.header("X-Path") == "/a b")
                #expect(response.header("X-Custom") == "[value]")
                #expect(response.header("X-Agent") == "gradehook")
                #expect(response.header("X-Type") == "none")
                #expect(response.body == body ?? [])
            }
        }
    }

    @Test func `A request leaves nothing behind for the next one on the same handle`() async throws {
        try await withServer(handler: echo) { server in
            try await withTransport { transport in
                let first = try await transport.execute(
                    ClientRequest(
                        method: "PUT", url: server.baseURL, headers: [("Content-Type", "a/b"), ("X-Custom", "")],
                        body: [1, 2]))
                #expect(first.header("X-Type") == "a/b")
                #expect(first.header("X-Custom") == "[]")
                let head = try await transport.execute(ClientRequest(method: "HEAD", url: server.baseURL))
                #expect(head.body.isEmpty)
                let empty = try await transport.execute(ClientRequest(method: "POST", url: server.baseURL))
                #expect(empty.header("X-Method") == "POST")
                #expect(empty.body.isEmpty)
                let last = try await transport.execute(ClientRequest(url: server.baseURL))
                #expect(last.header("X-Method") == "GET")
                #expect(last.header("X-Custom") == "none")
                #expect(last.body.isEmpty)
            }
        }
    }

    @Test(arguments: [0, 1, 100_000, 3_000_000])
    func `A body of any size goes there and back without a pause`(size: Int) async throws {
        try await withServer(handler: echo) { server in
            try await withTransport { transport in
                let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                let response = try await transport.execute(
                    ClientRequest(method: "POST", url: server.baseURL, body: body))
                #expect(response.body == body)
                #expect(response.header("X-Expect") == "none")
            }
        }
    }

    @Test(arguments: [301, 302, 307, 308])
    func `A redirect is an answer, not an order`(status: Int) async throws {
        let calls = Counter()
        let handler = ClosureHandler { _ in
            calls.increment()
            return HTTPResponse(status: status, headers: [("Location", "/elsewhere")])
        }
        try await withServer(handler: handler) { server in
            try await withTransport { transport in
                let response = try await transport.execute(ClientRequest(url: server.baseURL))
                #expect(response.status == status)
                #expect(response.header("Location") == "/elsewhere")
                #expect(calls.value == 1)
            }
        }
    }

    @Test(arguments: [
        "", "/path", "ftp://host/", "file:///etc/passwd", "gopher://x", "http://", "http://:80/", "https://user@",
        "http://host/a b", "http://host/ü", "http://host/\r\nX: y", "http://host:99999999/",
    ])
    func `Only absolute http and https URLs are taken`(url: String) async throws {
        try await withTransport { transport in
            let error = await #expect(throws: TransferError.self) {
                try await transport.execute(ClientRequest(url: url))
            }
            #expect(error?.code == .invalidURL)
        }
    }

    @Test(arguments: [("X-A", "b\r\nEvil: 1"), ("X-A", "b\0"), ("X A", "b"), ("", "b"), ("X:A", "b")])
    func `A header field cannot smuggle another one in, and its value stays out of the error`(
        name: String, value: String
    ) async throws {
        try await withTransport { transport in
            let error = await #expect(throws: TransferError.self) {
                try await transport.execute(ClientRequest(url: "http://127.0.0.1:1/", headers: [(name, value)]))
            }
            #expect(error?.code == .invalidURL)
            #expect(error?.message.contains("Evil") == false)
        }
    }

    @Test func `An error names the host and nothing that is secret`() async throws {
        try await withTransport { transport in
            let error = await #expect(throws: TransferError.self) {
                try await transport.execute(
                    ClientRequest(
                        url: "http://me:pa55@127.0.0.1:1/p?key=s3cret", headers: [("Authorization", "Bearer s3cret")]))
            }
            #expect(error?.code == .connect)
            #expect(error?.isTransient == true)
            #expect(error?.message.contains("127.0.0.1") == true)
            #expect(error?.message.contains("s3cret") == false)
            #expect(error?.message.contains("pa55") == false)
        }
    }

    @Test func `A name that does not exist fails as name resolution`() async throws {
        try await withTransport { transport in
            let error = await #expect(throws: TransferError.self) {
                try await transport.execute(ClientRequest(url: "http://nowhere.invalid/", timeout: .seconds(20)))
            }
            #expect(error?.code == .nameResolution)
        }
    }

    @Test func `Proxies of the environment are not used`() async throws {
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsetenv("http_proxy") }
        try await withServer(handler: echo) { server in
            try await withTransport { transport in
                let response = try await transport.execute(ClientRequest(url: server.baseURL))
                #expect(response.status == 200)
            }
        }
    }
}
