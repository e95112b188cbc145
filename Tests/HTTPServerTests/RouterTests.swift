import HTTPServer
import Synchronization
import TestSupport
import Testing

private func answer(_ text: String) -> Router.Handler {
    { _, parameters, respond in
        let values = [parameters["id"], parameters["source"], parameters["b"]].compactMap(\.self)
        respond(HTTPResponse(status: 200, body: Array(([text] + values).joined(separator: " ").utf8)))
    }
}

private func makeRouter(observer: (any RouterObserver)? = nil) -> Router {
    var router = Router(observer: observer) { problem, request in
        HTTPResponse(status: problem.status, body: Array("no \(request.path)".utf8))
    }
    router.on("POST", "/v1/events", answer("post"))
    router.on("POST", "/v1/events/{source}", answer("post to"))
    router.on("GET", "/v1/events/{id}", answer("get"))
    router.on("GET", "/v1/events/all", answer("get all"))
    router.on("GET", "/", answer("root"))
    router.on("GET", "/a/{id}/{b}", answer("two"))
    router.on("GET", "/a/{id}/c", answer("one"))
    router.on("HEAD", "/own", answer("own head"))
    return router
}

private func exchange(_ router: Router, _ method: String, _ path: String, encoded: String? = nil) -> HTTPResponse? {
    let result = Mutex<HTTPResponse?>(nil)
    router.handle(HTTPRequest(method: method, path: path, encodedPath: encoded)) { response in
        result.withLock { $0 = response }
    }
    return result.withLock { $0 }
}

@Test(arguments: [
    ("POST", "/v1/events", "post"), ("POST", "/v1/events/langfuse", "post to langfuse"),
    ("GET", "/v1/events/evt_1", "get evt_1"), ("GET", "/v1/events/all", "get all"),
    ("POST", "/v1/events/all", "post to all"),
    ("GET", "/", "root"), ("HEAD", "/", "root"), ("HEAD", "/own", "own head"), ("GET", "/a/x/y", "two x y"),
    ("GET", "/a/x/c", "one x"),
])
func `a request goes to the handler of its method and path`(method: String, path: String, text: String) throws {
    let response = try #require(exchange(makeRouter(), method, path))
    #expect(response.status == 200)
    #expect(String(decoding: response.body, as: UTF8.self) == text)
}

@Test(arguments: [
    ("/v1/events/a%2Fb", "get a/b"), ("/v1/events/%61ll", "get all"), ("/v1/events/a%20b%zz", "get a b%zz"),
    ("/%761/events/x", "get x"),
])
func `parameters are decoded and an encoded slash stays in its segment`(encoded: String, text: String) throws {
    let response = try #require(exchange(makeRouter(), "GET", "-", encoded: encoded))
    #expect(String(decoding: response.body, as: UTF8.self) == text)
}

@Test(arguments: ["/v1", "/v1/events/", "/v1/events/a/b", "/V1/events", "*", "", "//", "/v1%2Fevents", "/a//c"])
func `a path without a route is not found`(path: String) throws {
    let response = try #require(exchange(makeRouter(), "POST", path))
    #expect(response.status == 404)
    #expect(String(decoding: response.body, as: UTF8.self) == "no \(path)")
    #expect(response.headers.isEmpty)
}

@Test(arguments: [
    ("GET", "/v1/events", "OPTIONS, POST"), ("DELETE", "/v1/events/x", "GET, HEAD, OPTIONS, POST"),
    ("PUT", "/v1/events/all", "GET, HEAD, OPTIONS, POST"), ("get", "/", "GET, HEAD, OPTIONS"),
])
func `a method without a route is told which there are`(method: String, path: String, allow: String) throws {
    let response = try #require(exchange(makeRouter(), method, path))
    #expect(response.status == 405)
    #expect(response.headers.map(\.value) == [allow])
    let options = try #require(exchange(makeRouter(), "OPTIONS", path))
    #expect(options.status == 204)
    #expect(options.headers.map(\.name) == ["Allow"])
    #expect(options.headers.map(\.value) == [allow])
}

@Test func `the routes can be read in the order added`() {
    let routes = makeRouter().routes.map { "\($0.method) \($0.pattern)" }
    #expect(routes.first == "POST /v1/events")
    #expect(routes.count == 8)
    #expect(routes.contains("GET /v1/events/{id}"))
}

private final class RecordingObserver: RouterObserver {
    let lines = Mutex<[String]>([])

    func requestFinished(route: String, method: String, status: Int, duration: Duration) {
        lines.withLock { $0.append("\(method) \(route) \(status) \(duration >= .zero && duration < .seconds(5))") }
    }
}

@Test func `an observer hears of every answer under labels of a closed set`() {
    let observer = RecordingObserver()
    let router = makeRouter(observer: observer)
    _ = exchange(router, "GET", "/v1/events/evt_1")
    _ = exchange(router, "POST", "/v1/events/x")
    _ = exchange(router, "HEAD", "/")
    _ = exchange(router, "BREW", "/v1/events")
    _ = exchange(router, "GET", "/random/\(Int.random(in: 0..<1000))")
    #expect(
        observer.lines.withLock { $0 } == [
            "GET /v1/events/{id} 200 true", "POST /v1/events/{source} 200 true", "HEAD / 200 true",
            "OTHER none 405 true", "GET none 404 true",
        ])
}

@Test func `a router serves HEAD and 405 over the wire`() async throws {
    try await withServer(handler: makeRouter()) { server in
        let head = try await server.exchange("HEAD /v1/events/all HTTP/1.1\r\nHost: a\r\n\r\n", isHead: true)
        #expect(head.status == 200)
        #expect(head["Content-Length"] == "7")
        let refused = try await server.exchange("DELETE /v1/events HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(refused.status == 405)
        #expect(refused["Allow"] == "OPTIONS, POST")
        let options = try await server.exchange("OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(options.status == 204)
        #expect(options["Allow"] == "GET, HEAD, OPTIONS")
    }
}
