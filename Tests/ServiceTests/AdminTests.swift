import Cryptography
import HTTPServer
import JSON
import TestSupport
import Testing

@testable import Service

struct AdminTests {
    private static let guarded: [(method: String, path: String)] = [
        ("GET", "/v1/events/x"), ("GET", "/v1/scores"), ("GET", "/v1/graders"), ("POST", "/v1/grade"),
        ("GET", "/v1/dead-letters"), ("POST", "/v1/dead-letters/x/retry"),
    ]

    @Test func `Reading routes want the token, and say so`() async throws {
        let token = ConfigurationText.make { $0.admin = #"token: "${ADMIN_TOKEN}""# }
        try await withService(token) { client in
            for (method, path) in Self.guarded {
                for headers in [
                    [], [("Authorization", "Bearer wrong")], [("Authorization", ConfigurationText.adminToken)],
                ] {
                    let refused = try await client.send(method, path, headers)
                    #expect(refused.status == 401, "\(path)")
                    #expect(refused.code == "unauthorized")
                    #expect(refused["WWW-Authenticate"] == "Bearer")
                }
                let answer = try await client.send(
                    method, path, [("Authorization", "bearer \(ConfigurationText.adminToken)")])
                #expect(![401, 403].contains(answer.status), "\(path)")
            }
            for path in ["/livez", "/readyz", "/healthz", "/metrics", "/version", "/openapi.yaml"] {
                #expect(try await client.get(path).status == 200, "\(path)")
            }
        }
    }

    @Test func `Without a token reading is for this machine only`() {
        let adminGuard = AdminGuard(token: nil)
        #expect(adminGuard.refusal(of: HTTPRequest(method: "GET", path: "/v1/scores")) == nil)
        let stranger = HTTPRequest(method: "GET", path: "/v1/scores", peerAddress: "192.0.2.7", isLoopback: false)
        #expect(adminGuard.refusal(of: stranger)?.response.status == 403)
        #expect(adminGuard.refusal(of: stranger)?.code == .forbidden)
    }

    @Test func `A second listener takes everything but events and probes`() async throws {
        let two = ConfigurationText.make { $0.admin = #"listen: "127.0.0.1:0""# }
        try await withService(two) { client in
            let admin = try #require(client.service.adminPort)
            #expect(admin != client.port)
            for path in ["/metrics", "/version", "/openapi.yaml", "/v1/scores", "/v1/graders", "/v1/dead-letters"] {
                #expect(try await client.get(path).status == 404, "\(path)")
                #expect(try await client.send("GET", path, port: admin).status == 200, "\(path)")
            }
            #expect(try await client.send("POST", "/v1/events", port: admin).status == 404)
            #expect(try await client.get("/readyz").status == 200)
            #expect(try await client.deliver(event("evt-1")).status == 202)
            try await eventually("the score") {
                try await client.send("GET", "/v1/scores", port: admin).json["data"]?.array?.count == 1
            }
        }
    }

    @Test func `What is configured is listed without anything secret`() async throws {
        try await withService { client in
            let listed = try await client.get("/v1/graders").json
            #expect(listed["graders"] == [["name": "concise", "kind": "length", "scoreName": "concise"]])
            #expect(listed["rules"] == [["name": "everything", "sample": 1, "graders": ["concise"]]])
            let version = try await client.get("/version").json
            #expect(version["version"] == .string(VersionInfo.version))
            #expect(version["libraries"]?.object?.keys == VersionInfo.libraries.map(\.name))
        }
    }

    @Test func `Beyond its limit a route that waits answers 429 at once`() async throws {
        let routes = AsyncRoutes(limit: 1)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let answers = AsyncStream<HTTPResponse>.makeStream()
        routes.run({ answers.continuation.yield($0) }) { () async throws(Problem) in
            for await _ in gate {}
            return .json([])
        }
        routes.run({ answers.continuation.yield($0) }) { () async throws(Problem) in .json([]) }
        var iterator = answers.stream.makeAsyncIterator()
        let refused = try #require(await iterator.next())
        #expect(refused.status == 429)
        #expect(try JSONValue(parsing: refused.body)["code"] == "rate_limited")
        #expect(refused.headers.contains { $0.name == "Retry-After" && $0.value == "1" })
        open.finish()
        #expect(await iterator.next()?.status == 200)
    }

    @Test func `While draining a route that waits answers 503, and is idle once the last has its answer`() async throws
    {
        let routes = AsyncRoutes(limit: 4)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let answers = AsyncStream<HTTPResponse>.makeStream()
        routes.run({ answers.continuation.yield($0) }) { () async throws(Problem) in
            for await _ in gate {}
            return .json([])
        }
        routes.drain()
        routes.run({ answers.continuation.yield($0) }) { () async throws(Problem) in .json([]) }
        var iterator = answers.stream.makeAsyncIterator()
        let refused = try #require(await iterator.next())
        #expect(try JSONValue(parsing: refused.body)["code"] == "draining")
        open.finish()
        await routes.waitUntilIdle()
        answers.continuation.finish()
        #expect(await iterator.next()?.status == 200)
    }
}
